//! TeX becomes `MathML`, of which only elements and attributes of mathematics stay: the converter writes some text
//! of the author unescaped (`\operatorname{<b>}`), inline styles that a strict policy blocks, and ids of its own.

use super::builder::Builder;
use crate::book::Node;
use crate::diagnostic::{Code, Diagnostic};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::{convert::Infallible, ops::Range};

/// Why TeX could not be read, and which of its bytes are at fault.
struct Fault {
    range: Range<usize>,
    message: String,
}

/// Elements of mathematics.
const ELEMENTS: &[&str] = &[
    "math",
    "menclose",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// Elements of HTML that may stand right in `mtext`.
const IN_TEXT: &[&str] = &["b", "code", "em", "i", "s", "u"];

const ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// The converter calls itself for every group and for commands that take the next one as their argument, and a
/// formula must not overflow the stack of a thread. No formula that people can read comes near.
const DEEPEST: usize = 100;
/// See [`DEEPEST`].
const MOST_COMMANDS: usize = 500;

impl Builder<'_> {
    /// Writes mathematics; what is not TeX is shown as code.
    pub fn math(&mut self, tex: &str, range: &Range<usize>, display: bool) {
        match mathml(tex, display) {
            Ok(mathml) => self.inline(Node::Math { mathml: mathml.into(), tex: tex.into(), display }),
            Err(fault) => {
                let fence = if display { 2 } else { 1 };
                let place = range.start + fence + fault.range.start..(range.start + fence + fault.range.end).min(range.end);
                let message = format!("this is not TeX: {}", fault.message.trim_end_matches('.'));
                let diagnostic = Diagnostic::at(Code::MathSyntax, self.origin.span(&place), message);
                self.diagnostics.push(diagnostic.help("a dollar sign that means money is written `\\$`"));
                self.inline(Node::Code(tex.into()));
            }
        }
    }
}

/// The `MathML` of some TeX.
fn mathml(tex: &str, display: bool) -> Result<String, Fault> {
    let style = if display { MathDisplay::Block } else { MathDisplay::Inline };
    let nowhere = |message: String| Fault { range: 0..tex.len(), message };
    if is_too_deep(tex) {
        return Err(nowhere(format!("it nests deeper than {DEEPEST} groups or has more than {MOST_COMMANDS} commands")));
    }
    let converter = LatexToMathML::new(MathCoreConfig::default()).map_err(|_| nowhere("the converter cannot start".to_owned()))?;
    match converter.convert_with_local_state(tex, style) {
        Ok(result) => Ok(clean(&result.mathml)),
        Err(error) => Err(Fault { range: error.0.start..error.0.end, message: error.error_message() }),
    }
}

fn is_too_deep(tex: &str) -> bool {
    let (mut depth, mut commands) = (0_usize, 0_usize);
    for byte in tex.bytes() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'\\' => commands += 1,
            _ => {}
        }
        if depth > DEEPEST || commands > MOST_COMMANDS {
            return true;
        }
    }
    false
}

/// What of this markup is mathematics, every element closed where its parent is.
fn clean(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    let mut open: Vec<String> = Vec::new();
    for token in Tokenizer::new_with_emitter(mathml, DefaultEmitter::<()>::default()) {
        let token: Result<Token, Infallible> = token;
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let in_text = open.last().is_some_and(|parent| parent == "mtext") && IN_TEXT.contains(&name.as_str());
                if !in_text && !ELEMENTS.contains(&name.as_str()) {
                    continue;
                }
                out.push_str(&format!("<{name}"));
                for (attribute, value) in &tag.attributes {
                    let (attribute, value) = (String::from_utf8_lossy(attribute), String::from_utf8_lossy(&value.value));
                    if ATTRIBUTES.contains(&attribute.as_ref()) {
                        out.push_str(&format!(" {attribute}=\"{}\"", escaped(&value)));
                    } else if let Some(class) = alignment(&attribute, &value) {
                        out.push_str(&format!(" class=\"{class}\""));
                    }
                }
                out.push('>');
                if tag.self_closing {
                    out.push_str(&format!("</{name}>"));
                } else {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                let Some(at) = open.iter().rposition(|open| *open == name) else { continue };
                out.extend(open.drain(at..).rev().map(|name| format!("</{name}>")));
            }
            Token::String(text) => out.push_str(&escaped(&String::from_utf8_lossy(&text.value))),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    out.extend(open.drain(..).rev().map(|name| format!("</{name}>")));
    out
}

/// The class that stands for a cell's alignment: the site allows no inline styles.
fn alignment(attribute: &str, value: &str) -> Option<&'static str> {
    let is = |side: &str| attribute == "style" && value.contains(&format!("text-align: {side}"));
    if is("left") { Some("a-left") } else { is("right").then_some("a-right") }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::mathml;

    #[track_caller]
    fn check(tex: &str, expected: &str) {
        assert_eq!(mathml(tex, false).map_err(|fault| fault.message), Ok(expected.to_owned()));
    }

    #[test]
    fn only_mathematics_stays() {
        check("a<b", "<math><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>");
        check(r"\operatorname{<i>x}", "<math><mo lspace=\"0\" rspace=\"0\">x</mo></math>");
        check(r"\operatorname{<img src=x onerror=alert(1)>}", "<math><mo lspace=\"0\" rspace=\"0\"></mo></math>");
        check(r"\textbf{<i>}", "<math><mtext><b>&lt;i&gt;</b></mtext></math>");
        check(r"\color{red}x", "<math><mrow><mi>x</mi></mrow></math>");
        assert!(mathml(&r"\sqrt".repeat(501), false).is_err_and(|fault| fault.message.contains("500 commands")));
        check(r"\hspace{1em}", "<math><mspace width=\"1em\"></mspace></math>");
    }
}
