//! A thing in schema.org's words, from microdata or JSON-LD.

use crate::import::html::NodeId;

/// Things inside things, at most: a question, an answer, a person, an address; a bomb has more.
pub(super) const DEEPEST: usize = 16;

/// A thing with its properties.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// In the order of the page.
    pub(super) properties: Vec<(String, Property)>,
}

/// A property's value.
#[derive(Debug)]
pub(super) enum Property {
    /// Another thing.
    Item(Item),
    /// A text, number or address, and where it stands among the page's texts; `None` for an attribute.
    Value { text: String, node: Option<String> },
    /// An element whose words are the value, and where its texts stand.
    Element { node: NodeId, text: String, texts: Vec<String> },
}

impl Property {
    /// The value as plain text.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Value { text, .. } | Self::Element { text, .. } => text,
            // A thing that stands where a text belongs is called by its name.
            Self::Item(item) => {
                item.first(&["name", "@id"]).map_or("", |property| if let Self::Item(_) = property { "" } else { property.text() })
            }
        }
    }
}

impl Item {
    /// The first property of the first of `keys` that has one.
    pub(super) fn first(&self, keys: &[&str]) -> Option<&Property> {
        keys.iter().find_map(|key| self.properties.iter().find(|(name, _)| name == key)).map(|(_, property)| property)
    }

    /// A property that is an address.
    pub(super) fn link(&self, key: &str) -> Option<&str> {
        self.first(&[key]).map(Property::text).filter(|text| !text.trim().is_empty())
    }

    /// The things that the properties `keys` hold, in order.
    pub(super) fn items<'a>(&'a self, keys: &'a [&str]) -> impl Iterator<Item = &'a Item> {
        self.properties.iter().filter(|(name, _)| keys.contains(&name.as_str())).filter_map(|(_, property)| match property {
            Property::Item(item) => Some(item),
            _ => None,
        })
    }

    /// The answers in the order of the page.
    pub(super) fn answers(&self) -> impl Iterator<Item = &Item> {
        self.items(&["acceptedAnswer", "suggestedAnswer"])
    }
}
