//! The table's wall times as bars.

use std::fmt::Write as _;

use super::report::Row;

const WIDTH: f64 = 760.0;
const NAMES: f64 = 290.0;
const FIGURES: f64 = 70.0;
const LINE: f64 = 26.0;
const TOP: f64 = 44.0;

/// The lines with the most threads on the first file system, as an SVG that follows a dark page.
pub(super) fn chart(rows: &[Row]) -> String {
    let on = rows.iter().find_map(|row| row.on.clone());
    let threads = rows.iter().filter(|row| row.on == on).filter_map(|row| row.threads).max();
    let rows: Vec<&Row> = rows.iter().filter(|row| row.on == on && row.threads.is_some() && row.threads == threads).collect();
    let longest = rows.iter().map(|row| row.run.wall).fold(f64::MIN_POSITIVE, f64::max);
    let title = format!("Seconds for {} threads on {}", threads.unwrap_or_default(), on.unwrap_or_default());
    let height = TOP + LINE * rows.len() as f64;
    let mut chart = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">\n\
         <style>text {{ font: 14px sans-serif; fill: #1b1b1b }} rect {{ fill: #8a8f98 }} .own {{ fill: #1f6f5c }} \
         @media (prefers-color-scheme: dark) {{ text {{ fill: #e8e8e8 }} .own {{ fill: #5fc0a6 }} }}</style>\n\
         <text x=\"0\" y=\"20\" font-weight=\"bold\">{title}</text>\n"
    );
    for (index, row) in rows.iter().enumerate() {
        let y = TOP + LINE * index as f64;
        let length = (WIDTH - NAMES - FIGURES) * row.run.wall / longest;
        let class = if row.what.starts_with("sitegen") { " class=\"own\"" } else { "" };
        let _ = writeln!(
            chart,
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text><rect x=\"{NAMES}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"18\"{class}/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{:.2}</text>",
            NAMES - 8.0,
            y + 14.0,
            row.what.replace('`', ""),
            NAMES + length + 6.0,
            y + 14.0,
            row.run.wall
        );
    }
    chart + "</svg>\n"
}
