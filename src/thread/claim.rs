//! What answers say in figures: lengths of time that an editor puts side by side.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One answer's figure about something, marked by an editor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The id of the answer.
    pub answer: String,
    /// What the figure is about, such as `how long it lasts`; claims with the same words stand side by
    /// side.
    pub about: String,
    /// The figure.
    pub time: Time,
    /// The answer's own words that say so, as a reader sees them.
    pub quote: String,
    /// Which entry of the file's list this is, from 0, for findings.
    pub entry: usize,
}

/// What an answer says about a length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Time {
    /// One figure: `time: 4 months`.
    Single(Duration),
    /// From one to another, which is no shorter: `from: 6 weeks, to: 8 weeks`.
    Range(Duration, Duration),
    /// So long or longer: `from: 6 months`.
    AtLeast(Duration),
    /// So long or shorter: `to: 8 weeks`.
    AtMost(Duration),
}

impl Time {
    /// The figures, the shorter first.
    pub fn figures(self) -> impl Iterator<Item = Duration> {
        match self {
            Self::Single(time) | Self::AtLeast(time) | Self::AtMost(time) => [Some(time), None],
            Self::Range(from, to) => [Some(from), Some(to)],
        }
        .into_iter()
        .flatten()
    }
}

/// A length of time as people say it: `6 weeks`, `2.5 months`. Never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duration {
    /// In hundredths of the unit.
    hundredths: u32,
    /// What is counted.
    pub unit: Unit,
}

/// Nobody speaks of more than a thousand of a unit.
const LARGEST: u32 = 100_000;

/// Why a text is no length of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoDuration {
    /// It does not begin with a number from 0.01 to 1000 with at most two decimals.
    Number,
    /// Behind the number stands no word for a unit; this unit's is like it.
    Unit(Option<&'static str>),
}

impl Duration {
    /// A length of time from a number of units, where it can be one.
    #[must_use]
    pub fn new(number: &str, unit: Unit) -> Option<Self> {
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !(1..=4).contains(&whole.len()) || decimals.len() > 2 || number.ends_with('.') || !digits(whole) || !digits(decimals) {
            return None;
        }
        let hundredths = format!("{whole}{decimals:0<2}").parse().ok()?;
        (hundredths > 0).then_some(Self { hundredths, unit })
    }

    /// Reads `6 weeks`.
    ///
    /// # Errors
    /// What of it is missing or misspelt.
    pub fn parse(text: &str) -> Result<Self, NoDuration> {
        let (number, word) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let unit = Unit::ALL.into_iter().find(|unit| [unit.singular(), unit.plural()].contains(&word.trim()));
        let number_is_one = Self::new(number, Unit::Day).is_some_and(|duration| duration.hundredths <= LARGEST);
        match unit.and_then(|unit| Self::new(number, unit)).filter(|_| number_is_one) {
            Some(duration) => Ok(duration),
            None if !number_is_one => Err(NoDuration::Number),
            None => Err(NoDuration::Unit(crate::diagnostic::did_you_mean(word.trim(), Unit::ALL.map(Unit::plural)))),
        }
    }

    /// The number of units, such as `2.5`.
    #[must_use]
    pub fn number(self) -> String {
        let (whole, rest) = (self.hundredths / 100, self.hundredths % 100);
        let decimals = format!(".{rest:02}");
        format!("{whole}{}", if rest == 0 { "" } else { decimals.trim_end_matches('0') })
    }

    /// The length in seconds; a month is a twelfth and a year 365.25 days.
    #[must_use]
    pub fn seconds(self) -> u64 {
        u64::from(self.hundredths) * self.unit.seconds() / 100
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.hundredths == 100 { self.unit.singular() } else { self.unit.plural() };
        write!(formatter, "{} {word}", self.number())
    }
}

/// What lengths of time are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unit {
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// A twelfth of a year.
    Month,
    /// 365.25 days.
    Year,
}

impl Unit {
    /// Every unit, the shortest first.
    pub const ALL: [Self; 5] = [Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];

    /// The word for one, in the front matter.
    #[must_use]
    pub fn singular(self) -> &'static str {
        self.plural().trim_end_matches('s')
    }

    /// The word for several, in the front matter.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Hour => "hours",
            Self::Day => "days",
            Self::Week => "weeks",
            Self::Month => "months",
            Self::Year => "years",
        }
    }

    /// The length of one in seconds.
    #[must_use]
    pub fn seconds(self) -> u64 {
        match self {
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 604_800,
            Self::Month => 2_629_800,
            Self::Year => 31_557_600,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_and_written_back() {
        for text in ["6 weeks", "1 month", "2.5 months", "0.25 hours", "18 years", "1.05 days", "1000 days"] {
            assert_eq!(Duration::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Duration::parse("1 weeks").unwrap().to_string(), "1 week");
        assert_eq!(Duration::parse("2.50 months").unwrap().to_string(), "2.5 months");
        assert_eq!(Duration::parse("1.5 days").unwrap().seconds(), 129_600);
    }

    #[test]
    fn what_is_no_length_of_time_says_why() {
        for text in ["", "weeks", "six weeks", "-1 days", "0 days", "1. days", "1.234 days", "1001 days", "1,5 days", "6weeks"] {
            assert_eq!(Duration::parse(text), Err(NoDuration::Number), "{text}");
        }
        assert_eq!(Duration::parse("6 weaks"), Err(NoDuration::Unit(Some("weeks"))));
        assert_eq!(Duration::parse("6 mounths"), Err(NoDuration::Unit(Some("months"))));
        assert_eq!(Duration::parse("6"), Err(NoDuration::Unit(None)));
        assert_eq!(Duration::parse("6 fortnights"), Err(NoDuration::Unit(None)));
    }
}
