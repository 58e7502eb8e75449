//! `theme.yml` of a theme.

use super::Words;
use serde::Deserialize;

/// `theme.yml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ThemeMatter {
    /// The theme's name.
    pub name: Words,
    /// One line about it.
    pub description: Words,
    /// The theme it takes the other files from: a name, or a folder.
    pub extends: Words,
}
