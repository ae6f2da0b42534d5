//! What the answers say about one thing, side by side.

use serde::Serialize;

use super::Link;

/// The figures that answers give about one thing, as a chart and as a table.
///
/// Where something stands in the drawing is said in the lengths of SVG: across in per cent, so that the chart
/// fits any width, and down in `em`, so that it grows with the letters.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Comparison {
    /// The place on the page, such as `claims.1`.
    pub(in crate::render) id: String,
    /// What the figures are about, in the editor's words.
    pub(in crate::render) about: String,
    /// The figures in the order of the answers.
    pub(in crate::render) figures: Vec<Figure>,
    /// The answers that give no figure about it.
    pub(in crate::render) silent: Vec<Link>,
    /// What the scale shows, in a sentence.
    pub(in crate::render) scale: String,
    /// The marks of the scale.
    pub(in crate::render) marks: Vec<ScaleMark>,
    /// The height of the drawing.
    pub(in crate::render) height: String,
    /// Where the scale stands, below the bars.
    pub(in crate::render) axis: String,
    /// Where the labels of the scale stand.
    pub(in crate::render) labels: String,
    /// Where lines of words begin: at the left, or at the right where the language runs so.
    pub(in crate::render) beginning: String,
}

/// One answer's figure.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Figure {
    /// Who said so: the name, or the answer's number where it has none.
    pub(in crate::render) who: String,
    /// The same, cut where it would not fit the chart.
    pub(in crate::render) label: String,
    /// The figure in words, such as `6 to 8 weeks`.
    pub(in crate::render) time: String,
    /// The answer's own words.
    pub(in crate::render) quote: String,
    /// The link to these words in the answer.
    pub(in crate::render) href: String,
    /// How the figure is drawn: `range`, `single`, `at-least` or `at-most`.
    pub(in crate::render) shape: String,
    /// The left end of the bar, or of what is left open.
    pub(in crate::render) left: String,
    /// The right end of the bar, or of what is left open.
    pub(in crate::render) right: String,
    /// From the left end to the right.
    pub(in crate::render) width: String,
    /// Where the figure itself stands, unless it is a range.
    pub(in crate::render) point: String,
    /// Where the row begins.
    pub(in crate::render) top: String,
    /// The height of the row.
    pub(in crate::render) height: String,
    /// The height of the row's words, above its bar.
    pub(in crate::render) words_height: String,
    /// Where the name stands.
    pub(in crate::render) label_line: String,
    /// Where the figure in words stands; `none` where it follows the name.
    pub(in crate::render) time_line: Option<String>,
    /// The upper edge of the bar.
    pub(in crate::render) bar: String,
    /// The middle of the bar.
    pub(in crate::render) middle: String,
}

/// A mark of a chart's scale.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct ScaleMark {
    /// Where it stands.
    pub(in crate::render) at: String,
    /// What it says; `none` where there is no room.
    pub(in crate::render) label: Option<String>,
    /// Which part of the label stands there: `start`, `middle` or `end`.
    pub(in crate::render) anchor: String,
}
