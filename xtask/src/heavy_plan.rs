//! Plan files whose figures take long to work out, for measuring what others at the program notice
//! of it. They are within the limits of `own` in the domain crate, which keep figures from being
//! much, but not from being slow; the web crate's `plan_faults` refuses most of them since it counts
//! the work, and of the others `size(20, 4, 30, 1)` takes nearly all that a plan may.

use std::fmt::Write as _;

/// How much of everything there is in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Exercises of its own; 20 at most.
    exercises: u32,
    /// Phases of each; 12 at most.
    phases: u32,
    /// Seconds of the way there and of the way back in each phase; an animation shows 30 at most.
    seconds: u32,
    /// Contacts of each pose, and movements that are varied to meet them; 16 at most of each.
    listed: usize,
}

/// From the heaviest that was ever taken to one that is little more than an ordinary plan.
pub const SIZES: [Size; 9] = [
    size(20, 12, 30, 16),
    size(20, 12, 30, 4),
    size(20, 12, 30, 1),
    size(20, 4, 30, 1),
    size(5, 12, 10, 4),
    size(5, 12, 10, 1),
    size(1, 1, 1, 16),
    size(1, 1, 1, 4),
    size(1, 1, 1, 1),
];

/// Movements that bring a knee nowhere.
const FREE: [&str; 4] = [
    "ankle_rotation",
    "ankle_inversion",
    "toe_extension",
    "finger_flexion",
];

const fn size(exercises: u32, phases: u32, seconds: u32, listed: usize) -> Size {
    Size {
        exercises,
        phases,
        seconds,
        listed,
    }
}

impl Size {
    /// What it is made of, in words.
    pub fn words(self) -> String {
        let Self {
            exercises,
            phases,
            seconds,
            listed,
        } = self;
        format!(
            "{exercises} exercises of {phases} phases of {seconds} s there and {seconds} s back, {listed} contacts and \
             {listed} free movements"
        )
    }

    /// The plan file.
    ///
    /// The knees stay some millimetres beside their contact: near enough to be right, too far for
    /// the search for a better pose to end early. Hands are the contacts that take most work.
    pub fn plan(self) -> String {
        let contacts =
            std::iter::once(r#"{ part = "knees", y = 0.433 }"#).chain(std::iter::repeat_n(
                r#"{ part = "hands", at = [0.17, 0.72, 0] }"#,
                self.listed - 1,
            ));
        let contacts: Vec<&str> = contacts.collect();
        let contacts = contacts.join(", ");
        let free: Vec<String> = FREE
            .iter()
            .cycle()
            .take(self.listed)
            .map(|name| format!("\"{name}\""))
            .collect();
        let free = free.join(", ");

        let mut plan =
            String::from("unhunch-plan = 1\nname = \"Heavy\"\n[[items]]\nown = \"own-1\"\n");
        for exercise in 1..=self.exercises {
            let _ = write!(
                plan,
                "[[exercises]]\nid = \"own-{exercise}\"\nname = \"Heavy\"\nkind = \"stretch\"\nposition = \"standing\"\n\
                 sides = \"alternating\"\nfirst_side = \"left\"\nsets = 1\nreps = 1\n"
            );
            for phase in 1..=self.phases {
                let seconds = self.seconds;
                let _ = write!(
                    plan,
                    "[[exercises.phases]]\nid = \"phase-{phase}\"\nname = \"Heavy\"\nmove_s = {seconds}\nhold_s = 4\n\
                     return_s = {seconds}\n"
                );
            }
            let _ = write!(
                plan,
                "[exercises.figure.poses.start]\nangles = {{ place_y = 0.9, shoulder_abduction = 1 }}\n\
                 contacts = [{contacts}]\nfree = [{free}]\n\
                 [exercises.figure.poses.turned]\nfrom = \"start\"\nangles = {{ neck_rotation = 5 }}\n"
            );
            for phase in 1..=self.phases {
                let _ = write!(
                    plan,
                    "[exercises.figure.phases.phase-{phase}]\nhold = \"turned\"\nswitch = []\n"
                );
            }
        }
        plan
    }

    /// The plan as a form that asks for its preview.
    pub fn form(self) -> String {
        let mut form = String::from("text=");
        for byte in self.plan().bytes() {
            if byte.is_ascii_alphanumeric() {
                form.push(char::from(byte));
            } else {
                let _ = write!(form, "%{byte:02X}");
            }
        }
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_within_what_a_file_may_hold() {
        for size in SIZES {
            let plan: toml::Table = size.plan().parse().unwrap();
            let exercises = plan["exercises"].as_array().unwrap();
            assert_eq!(exercises.len(), size.exercises as usize);
            for exercise in exercises {
                let start = &exercise["figure"]["poses"]["start"];
                assert_eq!(start["contacts"].as_array().unwrap().len(), size.listed);
                assert_eq!(start["free"].as_array().unwrap().len(), size.listed);
                assert_eq!(
                    exercise["phases"].as_array().unwrap().len(),
                    exercise["figure"]["phases"].as_table().unwrap().len()
                );
            }
            assert!(size.plan().len() < 256 * 1024);
            assert!(size.form().len() < 256 * 1024, "{}", size.form().len());
        }
    }

    #[test]
    fn a_form_holds_the_plan_in_letters_that_a_form_may_have() {
        let form = SIZES[8].form();
        assert!(
            form.starts_with("text=unhunch%2Dplan%20%3D%201%0Aname"),
            "{form}"
        );
    }
}
