//! The colours of the themes can be read: every pair that meets on a page, at every hue, in both schemes.

use rungs::theme::built_in;
use std::collections::BTreeMap;

/// Text on a ground (WCAG 1.4.3), and the edges of controls and marks against it (1.4.11).
const PAIRS: &[(&str, &[&str], f64)] = &[
    ("text", &["bg", "surface"], 4.5),
    ("muted", &["bg", "surface"], 4.5),
    ("accent", &["bg", "surface"], 4.5),
    ("tint", &["bg", "surface"], 4.5),
    ("edge", &["bg", "surface"], 3.0),
];

/// A colour in each scheme, light first: lightness, chroma, and the name of its hue's property.
type Token = [(f64, f64, String); 2];

#[test]
fn every_pair_of_tokens_at_every_hue_in_both_schemes() {
    let default = tokens(&style("default", "css/site.css"));
    let mut paper = default.clone();
    paper.extend(tokens(&style("paper", "css/paper.css")));
    for (theme, tokens) in [("default", default), ("paper", paper)] {
        let mut faults = Vec::new();
        for (front, grounds, least) in PAIRS {
            for ground in *grounds {
                let worst = worst(&tokens[*front], &tokens[*ground]);
                if worst.0 < *least {
                    faults.push(format!("{front} on {ground}: {:.2} at hue {} in scheme {}", worst.0, worst.1, worst.2));
                }
            }
        }
        assert_eq!(faults, Vec::<String>::new(), "theme {theme}");
    }
}

#[test]
fn the_measure_is_that_of_wcag() {
    assert!((ratio(luminance(1.0, 0.0, 0.0), luminance(0.0, 0.0, 0.0)) - 21.0).abs() < 0.01);
    // `oklch(0.62796 0.25768 29.234)` is pure red, whose luminance is 0.2126.
    assert!((luminance(0.627_96, 0.257_68, 29.234) - 0.2126).abs() < 0.001);
}

/// The least contrast of two tokens, with the hue and the scheme where it is found. Two hues that are set apart, the
/// brand's and the theme's own, are tried in all combinations that a page can show.
fn worst(front: &Token, ground: &Token) -> (f64, u16, usize) {
    let mut worst = (f64::INFINITY, 0, 0);
    for scheme in 0..2 {
        let ((l1, c1, h1), (l2, c2, h2)) = (&front[scheme], &ground[scheme]);
        for hue in 0..360 {
            let other = |name: &str| if name == "paper" { 85.0 } else { f64::from(hue) };
            let grounds: Vec<f64> = if h1 == "tone" { (0..24).map(|at| f64::from(at) * 15.0).collect() } else { vec![other(h2)] };
            for ground in grounds {
                let found = ratio(luminance(*l1, *c1, other(h1)), luminance(*l2, *c2, ground));
                if found < worst.0 {
                    worst = (found, hue, scheme);
                }
            }
        }
    }
    worst
}

fn style(theme: &str, path: &str) -> String {
    let layer = built_in(theme).expect("a theme of the binary");
    String::from_utf8_lossy(&layer.files[&format!("assets/{path}")]).into_owned()
}

/// The custom properties of a style sheet that are `light-dark(oklch(…), oklch(…))`.
fn tokens(css: &str) -> BTreeMap<String, Token> {
    let mut tokens = BTreeMap::new();
    for line in css.lines() {
        let Some((name, value)) = line.trim().strip_prefix("--").and_then(|line| line.split_once(": light-dark(")) else { continue };
        let colours: Vec<(f64, f64, String)> = value
            .split("oklch(")
            .skip(1)
            .map(|colour| {
                let mut parts = colour.split_whitespace();
                let mut number = || parts.next().and_then(|part| part.parse().ok()).expect("a number");
                let (lightness, chroma) = (number(), number());
                let hue = colour.split_once("var(--").and_then(|(_, rest)| rest.split_once(')')).expect("a hue").0;
                (lightness, chroma, hue.to_owned())
            })
            .collect();
        tokens.entry(name.to_owned()).or_insert_with(|| colours.try_into().expect("a colour for each scheme"));
    }
    tokens
}

fn ratio(one: f64, other: f64) -> f64 {
    let (light, dark) = if one > other { (one, other) } else { (other, one) };
    (light + 0.05) / (dark + 0.05)
}

/// The relative luminance of an OKLCH colour as a screen of sRGB shows it: what lies outside is clipped.
fn luminance(lightness: f64, chroma: f64, hue: f64) -> f64 {
    let (sin, cos) = hue.to_radians().sin_cos();
    let (a, b) = (chroma * cos, chroma * sin);
    let long = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let medium = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let short = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    let red = 4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short;
    let green = -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short;
    let blue = -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short;
    0.2126 * red.clamp(0.0, 1.0) + 0.7152 * green.clamp(0.0, 1.0) + 0.0722 * blue.clamp(0.0, 1.0)
}
