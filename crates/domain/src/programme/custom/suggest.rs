//! What somebody may have meant who wrote something that isn't there.

/// The choice that is nearest to what was written, if any is near.
pub(super) fn nearest<'a>(
    written: &str,
    choices: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let written = plain(written);
    let far = (written.chars().count() / 3).max(2);
    choices
        .into_iter()
        .map(|choice| {
            // The beginning of one is a slip of memory, not of the finger.
            let begun = written.len() >= 4 && choice.starts_with(&written);
            let steps = if begun {
                1
            } else {
                distance(&written, choice, far)
            };
            (steps, choice)
        })
        .filter(|(distance, _)| *distance <= far)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, choice)| choice)
}

/// A text as an id would be written: “Cat–Cow” as `cat-cow`.
pub(super) fn plain(text: &str) -> String {
    let mut id = String::new();
    // What is longer than any id is near none.
    for c in text.chars().take(100) {
        match c {
            '’' | '\'' => {}
            _ if c.is_alphanumeric() => id.extend(c.to_lowercase()),
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    id.trim_end_matches('-').to_owned()
}

/// How many letters have to be changed, added or taken away; more than `most` is as good as far.
fn distance(one: &str, other: &str, most: usize) -> usize {
    let other: Vec<char> = other.chars().collect();
    if one.chars().count().abs_diff(other.len()) > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for column in 0..other.len() {
            let changed = diagonal + usize::from(letter != other[column]);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_found_and_far_ones_not() {
        let choices = ["cat-cow", "childs-pose", "chair-rotation", "pec-stretch"];
        for (written, meant) in [
            ("Cat–Cow", Some("cat-cow")),
            ("cat cow", Some("cat-cow")),
            ("Child’s pose", Some("childs-pose")),
            ("pec-strech", Some("pec-stretch")),
            ("chair-rotations", Some("chair-rotation")),
            ("pec-str", Some("pec-stretch")),
            ("chin-tuck", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, choices), meant, "{written}");
        }
        assert_eq!(nearest(&"x".repeat(100_000), choices), None);
    }
}
