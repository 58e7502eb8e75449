//! The page shown when there is no site to show yet. Everything on it is escaped.

use super::answer::LIVE_URL;

/// A page with this text, which reloads itself when the text changes or the book is mended.
pub fn error_page(trouble: &str) -> String {
    let trouble = escape(trouble);
    format!(
        "<!doctype html>\n<html lang=\"en\" data-rungs=\"error\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; connect-src 'self'\">\n\
         <title>The book has errors</title>\n<h1>The book has errors</h1>\n\
         <p>This page reloads itself when they are mended.</p>\n<pre>{trouble}</pre>\n\
         <script type=\"module\" src=\"{LIVE_URL}\"></script>\n"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
