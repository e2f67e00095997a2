//! Texts with places for fields: `应到{应到}人`, and boxes to tick: `{业务类型?日常选拔、换届选拔}`.

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Field(String),
    /// A field whose value ticks one of the words.
    Choice(String, Vec<String>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(pub Vec<Piece>);

impl Template {
    /// Reads a text.
    ///
    /// # Errors
    /// In words, when a brace is left open or a place has no name.
    pub fn parse(text: &str) -> Result<Template, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            if before.contains('}') {
                return Err("“}”前面没有“{”".to_owned());
            }
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            let Some((inside, after)) = after.split_once('}') else {
                return Err("“{”后面没有“}”".to_owned());
            };
            let (name, options) = inside.split_once('?').map_or((inside, None), |(n, o)| (n, Some(o)));
            if name.trim().is_empty() || name.contains('{') {
                return Err(format!("“{{{inside}}}”里没有栏目名"));
            }
            let name = name.trim().to_owned();
            pieces.push(match options {
                None => Piece::Field(name),
                Some(options) => {
                    let words: Vec<String> = options.split('、').map(|w| w.trim().to_owned()).collect();
                    if words.iter().any(String::is_empty) {
                        return Err(format!("“{{{inside}}}”里有空的选项"));
                    }
                    Piece::Choice(name, words)
                }
            });
            rest = after;
        }
        if rest.contains('}') {
            return Err("“}”前面没有“{”".to_owned());
        }
        if !rest.is_empty() || pieces.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Template(pieces))
    }

    /// Names of its fields.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|p| match p {
            Piece::Field(name) | Piece::Choice(name, _) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// The field, when it is nothing but one.
    pub(crate) fn only(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Piece::Field(name)] => Some(name),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_choices_and_plain_texts_are_read_and_loose_braces_refused() {
        let t = Template::parse("应到{应到}人").unwrap();
        assert_eq!(t.0, [Piece::Text("应到".into()), Piece::Field("应到".into()), Piece::Text("人".into())]);
        assert_eq!(t.only(), None);
        assert_eq!(Template::parse("{姓名}").unwrap().only(), Some("姓名"));
        let t = Template::parse("{类型?甲、乙}").unwrap();
        assert_eq!(t.0, [Piece::Choice("类型".into(), vec!["甲".into(), "乙".into()])]);
        assert_eq!(Template::parse("").unwrap().0, [Piece::Text(String::new())]);
        for bad in ["{姓名", "姓名}", "{}", "{?甲}", "{甲?乙、}", "{甲{乙}}"] {
            assert!(Template::parse(bad).is_err(), "{bad}");
        }
    }
}
