//! The report as a FHIR R4 bundle, for the programs of a practice. docs/report-files.md describes
//! what is in it.
//!
//! It names no patient: `Observation.subject` may be absent, and whoever takes it over knows whose
//! it is. Ids follow from those of sessions and notes, so that the same diary gives the same
//! resources again and a second import can tell what it has.

use jiff::Zoned;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::Number;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::note::Location;
use unhunch_domain::journal::reach::{Reach, Reading};
use unhunch_domain::person::screening::{BeforeSign, NowSign, Screening};
use unhunch_domain::review::report::{Observation as Observed, Occasion, What};
use unhunch_domain::{Condition, Moment};
use unhunch_words::{Words, safety};
use uuid::Uuid;

use super::{Gathered, name, title};

const LOINC: &str = "http://loinc.org";
const UCUM: &str = "http://unitsofmeasure.org";
const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";

/// Pain right now. The names of codes are LOINC's and stand as they are.
const PAIN: (&str, &str) = (
    "72514-3",
    "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
);
/// That somebody exercised.
const ACTIVITY: (&str, &str) = ("73985-4", "Exercise activity");
/// For how long.
const DURATION: (&str, &str) = ("55411-3", "Exercise duration");

/// What LOINC asks to be said wherever its codes are.
pub const LOINC_NOTICE: &str = "This material contains content from LOINC (http://loinc.org). \
    LOINC is copyright © Regenstrief Institute, Inc. and the Logical Observation Identifiers Names \
    and Codes (LOINC) Committee and is available at no cost under the license at \
    http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief \
    Institute, Inc.";

/// What ids are made under that don't follow from any of ours.
const NAMESPACE: Uuid = Uuid::from_u128(0x8f0c_3c5e_52a1_4d0b_9d3a_6c1f_7be2_4a90);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bundle {
    resource_type: &'static str,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: String,
    entry: Vec<BundleEntry>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BundleEntry {
    full_url: String,
    resource: Resource,
}

#[derive(Serialize)]
#[serde(tag = "resourceType")]
enum Resource {
    Device(Device),
    Observation(Box<Observation>),
    QuestionnaireResponse(QuestionnaireResponse),
}

/// The program that it comes from.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Device {
    id: String,
    #[serde(rename = "deviceName")]
    names: [DeviceName; 1],
    version: [DeviceVersion; 1],
    note: [Annotation; 1],
}

#[derive(Serialize)]
struct DeviceName {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct DeviceVersion {
    value: &'static str,
}

#[derive(Serialize)]
struct Annotation {
    text: String,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Observation {
    id: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    category: Vec<Concept>,
    code: Concept,
    effective_date_time: String,
    #[serde(flatten)]
    value: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    note: Vec<Annotation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_site: Option<Concept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    has_member: Vec<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    component: Vec<Component>,
}

#[derive(Serialize)]
struct Component {
    code: Concept,
    #[serde(flatten)]
    value: Option<Value>,
}

#[derive(Serialize)]
enum Value {
    #[serde(rename = "valueInteger")]
    Integer(u8),
    #[serde(rename = "valueString")]
    String(String),
    #[serde(rename = "valueBoolean")]
    Boolean(bool),
    #[serde(rename = "valueQuantity")]
    Quantity(Quantity),
    #[serde(rename = "valueCodeableConcept")]
    Concept(Concept),
}

#[derive(Serialize)]
struct Quantity {
    value: Number,
    unit: &'static str,
    system: &'static str,
    code: &'static str,
}

#[derive(Default, Serialize)]
struct Concept {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coding: Vec<Coding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize)]
struct Coding {
    system: &'static str,
    code: &'static str,
    display: &'static str,
}

#[derive(Serialize)]
struct Reference {
    reference: String,
}

#[derive(Serialize)]
struct QuestionnaireResponse {
    id: String,
    status: &'static str,
    authored: String,
    item: Vec<Item>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    link_id: String,
    text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answer: Vec<ItemAnswer>,
    #[serde(rename = "item", skip_serializing_if = "Vec::is_empty")]
    within: Vec<Item>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ItemAnswer {
    value_boolean: bool,
}

/// Everything of a report as a bundle, in JSON.
///
/// # Errors
/// Where it can't be written as JSON, which no text of a person's can bring about.
pub fn fhir(words: &Words, gathered: &Gathered) -> Result<String, serde_json::Error> {
    let device = Uuid::new_v5(&NAMESPACE, b"device");
    let mut entry = vec![BundleEntry::of(
        device,
        Resource::Device(Device {
            id: device.to_string(),
            names: [DeviceName {
                name: "Unhunch",
                kind: "user-friendly-name",
            }],
            version: [DeviceVersion {
                value: env!("CARGO_PKG_VERSION"),
            }],
            note: [Annotation {
                text: LOINC_NOTICE.to_owned(),
            }],
        }),
    )];
    let builder = Builder {
        words,
        device: urn(device),
    };
    for of_one in by_occasion(&gathered.observations) {
        for (id, mut observation) in builder.of_occasion(&of_one) {
            observation.id = id.to_string();
            entry.push(BundleEntry::of(
                id,
                Resource::Observation(Box::new(observation)),
            ));
        }
    }
    let safety = &gathered.report.safety;
    if let Some(answered) = safety.answered {
        let authored = date_time(answered, &gathered.now.zone);
        let id = Uuid::new_v5(&NAMESPACE, format!("screening {authored}").as_bytes());
        let response = builder.response(id, authored, &safety.answers);
        entry.push(BundleEntry::of(
            id,
            Resource::QuestionnaireResponse(response),
        ));
    }
    // The same content has the same id, another one another.
    let id = Uuid::new_v5(&NAMESPACE, &serde_json::to_vec(&entry)?);
    let mut text = serde_json::to_string_pretty(&Bundle {
        resource_type: "Bundle",
        id: id.to_string(),
        kind: "collection",
        timestamp: date_time_of(&gathered.now.zoned),
        entry,
    })?;
    text.push('\n');
    Ok(text)
}

impl BundleEntry {
    fn of(id: Uuid, resource: Resource) -> Self {
        Self {
            full_url: urn(id),
            resource,
        }
    }
}

fn urn(id: Uuid) -> String {
    format!("urn:uuid:{id}")
}

/// Observations of one session or one note, in the order in which these come first.
fn by_occasion(observations: &[Observed]) -> Vec<Vec<&Observed>> {
    let mut places = std::collections::BTreeMap::new();
    let mut all: Vec<Vec<&Observed>> = Vec::new();
    for one in observations {
        let place = *places.entry(one.occasion).or_insert_with(|| {
            all.push(Vec::new());
            all.len() - 1
        });
        all[place].push(one);
    }
    all
}

/// What the observations of a bundle share.
struct Builder<'a> {
    words: &'a Words,
    device: String,
}

impl Builder<'_> {
    /// What was said and done in a session or a note.
    fn of_occasion(&self, observed: &[&Observed]) -> Vec<(Uuid, Observation)> {
        let remark = observed.iter().find_map(|one| match &one.what {
            What::Remark(text) => Some(clean(text.as_str())),
            _ => None,
        });
        // Words stand with the rating that they were noted with.
        let mut remark = remark.map(|text| Annotation { text });
        let said = observed.iter().filter_map(|one| {
            let (name, said) = self.said(one, &mut remark)?;
            Some((id(one.occasion, name), said))
        });
        let mut all: Vec<_> = said.collect();
        all.extend(self.activity(observed));
        all
    }

    /// What a person said, and under which name; none for what they did.
    fn said(
        &self,
        one: &Observed,
        remark: &mut Option<Annotation>,
    ) -> Option<(&'static str, Observation)> {
        let worded = |name, key, prefix: &str, answer: &str| {
            let answer = self.words.get(&format!("{prefix}{answer}"));
            let said = Observation {
                value: Some(Value::String(answer)),
                ..self.survey(one, key)
            };
            Some((name, said))
        };
        match &one.what {
            What::Pain {
                moment,
                rating,
                locations,
            } => {
                let (name, key) = match moment {
                    Some(Moment::Before) => ("pain-before", "report-code-before"),
                    Some(Moment::After) => ("pain-after", "report-code-after"),
                    None => ("pain", "report-code-pain"),
                };
                let pain = Observation {
                    category: vec![category("survey", "Survey")],
                    code: self.coded(PAIN, key),
                    value: Some(Value::Integer(rating.get())),
                    note: remark.take().into_iter().collect(),
                    body_site: self.places(locations),
                    ..self.observation(one)
                };
                Some((name, pain))
            }
            What::Felt(locations) => {
                let site = self.places(locations)?;
                let felt = Observation {
                    value: site.text.clone().map(Value::String),
                    note: remark.take().into_iter().collect(),
                    body_site: Some(site),
                    ..self.survey(one, "report-code-felt")
                };
                Some(("felt", felt))
            }
            What::Remark(_) => {
                let note = Observation {
                    value: Some(Value::String(remark.take()?.text)),
                    ..self.survey(one, "report-code-note")
                };
                Some(("note", note))
            }
            What::WeekAverage(rating) => {
                let average = Observation {
                    value: Some(Value::Integer(rating.get())),
                    ..self.survey(one, "report-code-week-average")
                };
                Some(("week-average", average))
            }
            What::WeekChange(change) => {
                let key = "report-code-week-change";
                worded("week-change", key, "week-change-", change.id())
            }
            What::Sleep(sleep) => {
                let key = "report-code-week-sleep";
                worded("week-sleep", key, "week-sleep-", sleep.id())
            }
            What::Activity(activity) => {
                let key = "report-code-week-activity";
                worded("week-activity", key, "week-activity-", activity.id())
            }
            What::Reach(reach) => Some(("reach", self.reach(one, *reach))),
            _ => None,
        }
    }

    /// How far somebody reached in a test.
    fn reach(&self, one: &Observed, reach: Reach) -> Observation {
        let words = self.words;
        let test = words.get(&format!("reach-{}", reach.test.id()));
        let code = match reach.side {
            Some(side) => format!("{test}, {}", words.get(&format!("side-{}", side.id()))),
            None => test,
        };
        let value = match reach.reading {
            Reading::Degrees(degrees) => Value::Quantity(Quantity {
                value: degrees.into(),
                unit: "deg",
                system: UCUM,
                code: "deg",
            }),
            Reading::Landmark(_) => {
                let landmark = reach.landmark().unwrap_or_default();
                let key = format!("reach-{}.{landmark}", reach.test.id());
                Value::String(words.get(&key))
            }
        };
        Observation {
            category: vec![category("exam", "Exam")],
            code: text(code),
            value: Some(value),
            ..self.observation(one)
        }
    }

    /// That somebody exercised, what of, and how it felt; and for how long.
    fn activity(&self, observed: &[&Observed]) -> Vec<(Uuid, Observation)> {
        let components: Vec<_> = observed
            .iter()
            .flat_map(|one| self.components(&one.what))
            .collect();
        let session = observed
            .iter()
            .find(|one| matches!(one.what, What::Session { .. }));
        let Some(one) = session.or_else(|| {
            let has_any = |one: &&&Observed| !self.components(&one.what).is_empty();
            observed.iter().find(has_any)
        }) else {
            return Vec::new();
        };
        let mut activity = Observation {
            category: vec![category("activity", "Activity")],
            code: self.coded(ACTIVITY, "report-code-activity"),
            component: components,
            ..self.observation(one)
        };
        let mut all = Vec::new();
        let played = match &one.what {
            What::Session {
                title: played,
                done_ms,
                ..
            } => {
                let duration = id(one.occasion, "duration");
                let lasted = Observation {
                    category: vec![category("activity", "Activity")],
                    code: self.coded(DURATION, "report-code-duration"),
                    value: Some(Value::Quantity(minutes(*done_ms))),
                    ..self.observation(one)
                };
                activity.has_member.push(Reference {
                    reference: urn(duration),
                });
                all.push((duration, lasted));
                title(self.words, played)
            }
            _ => self.words.get("report-session"),
        };
        activity.value = Some(Value::Concept(text(clean(&played))));
        all.insert(0, (id(one.occasion, "activity"), activity));
        all
    }

    /// What a session brought, exercise by exercise.
    fn components(&self, what: &What) -> Vec<Component> {
        let of = |key: &str, play, value| {
            let played = clean(&name(self.words, play));
            Component {
                code: text(self.words.with(key, &[("exercise", (&played).into())])),
                value: Some(value),
            }
        };
        match what {
            What::Exercise { play, done_ms } => vec![of(
                "report-code-exercise",
                play,
                Value::Quantity(minutes(*done_ms)),
            )],
            What::Discomfort {
                play,
                felt,
                settled,
            } => {
                let value = match felt.rating() {
                    Some(rating) => Value::Integer(rating.get()),
                    None => {
                        Value::String(self.words.get(&format!("felt-{}", felt.discomfort().id())))
                    }
                };
                let felt = of("report-code-discomfort", play, value);
                let settled =
                    settled.map(|settled| of("report-code-settled", play, Value::Boolean(settled)));
                std::iter::once(felt).chain(settled).collect()
            }
            What::Hurt { play } => vec![of("report-code-hurt", play, Value::Boolean(true))],
            What::Dizzy => vec![Component {
                code: text(self.words.get("report-code-dizzy")),
                value: Some(Value::Boolean(true)),
            }],
            _ => Vec::new(),
        }
    }

    /// What all observations have.
    fn observation(&self, one: &Observed) -> Observation {
        Observation {
            status: if one.is_corrected {
                "corrected"
            } else {
                "final"
            },
            effective_date_time: if one.is_timed() {
                date_time(one.at, &one.zone)
            } else {
                one.date.to_string()
            },
            device: Some(Reference {
                reference: self.device.clone(),
            }),
            ..Observation::default()
        }
    }

    /// An answer that no code of LOINC is meant for.
    fn survey(&self, one: &Observed, key: &str) -> Observation {
        Observation {
            category: vec![category("survey", "Survey")],
            code: text(self.words.get(key)),
            ..self.observation(one)
        }
    }

    fn coded(&self, (code, display): (&'static str, &'static str), key: &str) -> Concept {
        Concept {
            coding: vec![Coding {
                system: LOINC,
                code,
                display,
            }],
            text: Some(self.words.get(key)),
        }
    }

    /// Where it was felt; none where nobody said.
    fn places<'a>(&self, places: impl IntoIterator<Item = &'a Location>) -> Option<Concept> {
        let names: Vec<_> = places
            .into_iter()
            .map(|place| self.words.get(&format!("location-{}", place.id())))
            .collect();
        (!names.is_empty()).then(|| text(names.join(", ")))
    }

    /// The answers to the safety questions; of what wasn't asked yet there is nothing.
    fn response(&self, id: Uuid, authored: String, answers: &Screening) -> QuestionnaireResponse {
        let words = self.words;
        let said = |id: &str, text: String, is_so: bool| Item {
            link_id: id.to_owned(),
            text,
            answer: vec![ItemAnswer {
                value_boolean: is_so,
            }],
            within: Vec::new(),
        };
        let group = |id: &str, key: &str, item: Vec<Item>| Item {
            link_id: id.to_owned(),
            text: words.get(key),
            answer: Vec::new(),
            within: item,
        };
        let mut groups = Vec::new();
        if let Some(signs) = &answers.now {
            let items = NowSign::ALL.map(|sign| {
                let link = format!("now.{}", sign.id());
                said(
                    &link,
                    safety::now_sign(words, sign).text,
                    signs.contains(&sign),
                )
            });
            groups.push(group("now", "summary-now", items.into()));
        }
        if let Some(signs) = &answers.before {
            let items = BeforeSign::ALL.map(|sign| {
                let link = format!("before.{}", sign.id());
                let text = safety::before_sign(words, sign).text;
                said(&link, text, signs.contains(&sign))
            });
            groups.push(group("before", "summary-before", items.into()));
            let seen = answers
                .seen
                .iter()
                .flatten()
                .filter(|sign| signs.contains(sign));
            let items: Vec<_> = seen
                .map(|sign| {
                    let link = format!("seen.{}", sign.id());
                    said(&link, safety::before_sign(words, *sign).text, true)
                })
                .collect();
            if !items.is_empty() {
                groups.push(group("seen", "report-seen", items));
            }
        }
        if answers.conditions.is_some() {
            let there = answers.conditions();
            let items = Condition::ALL.map(|condition| {
                let link = format!("condition.{}", condition.id());
                let text = words.get(&format!("condition-{}", condition.id()));
                said(&link, text, there.contains(&condition))
            });
            groups.push(group("condition", "summary-conditions", items.into()));
        }
        let is_whole =
            answers.now.is_some() && answers.before.is_some() && answers.conditions.is_some();
        QuestionnaireResponse {
            id: id.to_string(),
            status: if is_whole { "completed" } else { "in-progress" },
            authored,
            item: groups,
        }
    }
}

/// The id of one of a session's or a note's resources.
fn id(occasion: Occasion, name: &str) -> Uuid {
    let whole = match occasion {
        Occasion::Session(id) => id.0,
        Occasion::Note(id) => id.0,
    };
    Uuid::new_v5(&whole, name.as_bytes())
}

fn category(code: &'static str, display: &'static str) -> Concept {
    Concept {
        coding: vec![Coding {
            system: CATEGORY,
            code,
            display,
        }],
        text: None,
    }
}

fn text(text: String) -> Concept {
    Concept {
        coding: Vec::new(),
        text: Some(text),
    }
}

/// Minutes with two digits after the point.
fn minutes(ms: u64) -> Quantity {
    let hundredths = (ms + 300) / 600;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    Quantity {
        value: text.parse().unwrap_or_else(|_| Number::from(0)),
        unit: "min",
        system: UCUM,
        code: "min",
    }
}

/// A text as FHIR has them: of white space only spaces, tabs and line ends.
fn clean(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            ' ' | '\t' | '\n' | '\r' => letter,
            // JavaScript counts the byte order mark as white space, and FHIR's schema with it.
            letter if letter.is_whitespace() || letter == '\u{feff}' => ' ',
            letter => letter,
        })
        .collect()
}

fn date_time(at: At, zone: &Zone) -> String {
    date_time_of(&at.timestamp().to_zoned(zone.time_zone()))
}

/// A moment with its offset, which FHIR has in hours and minutes: zones of long ago that weren't
/// set by whole minutes are written in UTC.
fn date_time_of(at: &Zoned) -> String {
    let is_whole = at.offset().seconds() % 60 == 0;
    let at = if is_whole {
        at.clone()
    } else {
        at.with_time_zone(TimeZone::UTC)
    };
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
