//! The scale of a chart of lengths of time. Whole numbers alone, so that every machine draws the same.

use crate::thread::claim::{Duration, Time, Unit};

/// A scale on which the longest time is more than so many times the shortest has steps that grow.
const MOST_ON_EVEN_STEPS: u64 = 50;

/// Room for the labels on a narrow screen.
const MOST_STEPS: u64 = 6;

/// Steps that people count in.
const STEPS: [u64; 16] = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 25, 50, 100, 200];

/// The stops of a scale whose steps grow.
const LADDER: [(&str, Unit); 7] = [
    ("1", Unit::Hour),
    ("1", Unit::Day),
    ("1", Unit::Week),
    ("1", Unit::Month),
    ("1", Unit::Year),
    ("10", Unit::Year),
    ("100", Unit::Year),
];

/// Per cent in hundredths: the whole width.
pub(super) const WHOLE: u64 = 10_000;

/// A scale from 0 to its last stop. The stops are equally far from one another on the drawing.
pub(super) struct Scale {
    pub(super) stops: Vec<Duration>,
    /// Each step is as long as the others.
    pub(super) is_even: bool,
}

impl Scale {
    /// The scale on which all of `times` fit, with room behind one that is open.
    pub(super) fn of(times: &[Time]) -> Self {
        let figures = || times.iter().flat_map(|time| time.figures());
        let shortest = figures().map(Duration::seconds).min().unwrap_or(1);
        let longest = figures().max_by_key(|figure| figure.seconds());
        let Some(longest) = longest else { return Self { stops: Vec::new(), is_even: true } };
        let open = times.iter().any(|time| matches!(time, Time::AtLeast(from) if from.seconds() == longest.seconds()));
        let end = longest.seconds() + u64::from(open);
        if end > shortest.saturating_mul(MOST_ON_EVEN_STEPS) {
            Self::growing(shortest, longest.unit, end)
        } else {
            Self::even(longest.unit, end)
        }
    }

    fn even(unit: Unit, end: u64) -> Self {
        let units = end.div_ceil(unit.seconds()).max(1);
        let step = STEPS.into_iter().find(|step| units.div_ceil(*step) <= MOST_STEPS).unwrap_or(200);
        let stops = (1..=units.div_ceil(step)).filter_map(|number| Duration::new(&(number * step).to_string(), unit));
        Self { stops: stops.collect(), is_even: true }
    }

    fn growing(shortest: u64, unit: Unit, end: u64) -> Self {
        let ladder: Vec<Duration> = LADDER.iter().filter_map(|(number, unit)| Duration::new(number, *unit)).collect();
        let first = ladder.iter().rposition(|stop| stop.seconds() <= shortest).unwrap_or(0);
        let last = Duration::new(&end.div_ceil(unit.seconds()).to_string(), unit);
        let stops = ladder.into_iter().skip(first).filter(|stop| stop.seconds() * 2 <= end).chain(last);
        Self { stops: stops.collect(), is_even: false }
    }

    /// Where a time stands, in hundredths of a per cent.
    pub(super) fn position(&self, time: Duration) -> u64 {
        let (seconds, count) = (time.seconds(), self.stops.len().max(1) as u64);
        let mut before = 0;
        for (stop, number) in self.stops.iter().map(|stop| stop.seconds()).zip(0..) {
            if seconds <= stop {
                return (number * WHOLE + WHOLE * (seconds - before) / (stop - before)) / count;
            }
            before = stop;
        }
        WHOLE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Duration {
        Duration::parse(text).unwrap()
    }

    fn stops(times: &[Time]) -> Vec<String> {
        Scale::of(times).stops.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_scale_has_few_round_stops_in_the_unit_of_the_longest_time() {
        let range = Time::Range(time("6 weeks"), time("24 weeks"));
        assert_eq!(stops(&[range, Time::Single(time("4 months"))]), ["4 weeks", "8 weeks", "12 weeks", "16 weeks", "20 weeks", "24 weeks"]);
        assert_eq!(stops(&[range, Time::Single(time("8 months"))]), ["2 months", "4 months", "6 months", "8 months"]);
        assert_eq!(stops(&[Time::Single(time("0.5 days"))]), ["1 day"]);
        let scale = Scale::of(&[range]);
        assert_eq!((scale.position(time("6 weeks")), scale.position(time("24 weeks"))), (2_500, 10_000));
    }

    #[test]
    fn behind_an_open_time_there_is_room() {
        assert_eq!(stops(&[Time::AtLeast(time("6 months"))]), ["2 months", "4 months", "6 months", "8 months"]);
        assert_eq!(stops(&[Time::AtMost(time("6 months"))]).last().unwrap(), "6 months");
    }

    #[test]
    fn times_of_very_different_length_share_a_scale_whose_steps_grow() {
        let scale = Scale::of(&[Time::Single(time("2 days")), Time::Range(time("3 weeks"), time("2 years"))]);
        let stops: Vec<String> = scale.stops.iter().map(ToString::to_string).collect();
        assert_eq!((stops.join(", ").as_str(), scale.is_even), ("1 day, 1 week, 1 month, 1 year, 2 years", false));
        assert_eq!(scale.position(time("1 week")), 4_000);
        assert!(scale.position(time("3 weeks")) < scale.position(time("1 month")));
        assert_eq!(scale.position(time("0.5 days")), 1_000);
    }

    #[test]
    fn no_time_falls_off_its_scale() {
        for longest in ["1 hour", "1000 hours", "1000 days", "1000 years", "0.01 hours"] {
            let times = [Time::Single(time("0.01 hours")), Time::AtLeast(time(longest))];
            for times in [&times[..], &times[1..]] {
                let scale = Scale::of(times);
                assert!(scale.stops.len() <= 8 && scale.stops.last().unwrap().seconds() >= time(longest).seconds(), "{longest}");
            }
        }
    }
}
