//! Texts with places for fields: `应到{应到}人`, boxes to tick: `{业务类型?日常选拔、换届选拔}`, and what stands where a field says nothing:
//! `{标题|干部任前公示}`.

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Field(String),
    /// A field, and the words in its place where it says nothing, also in an empty form.
    Or(String, String),
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
            let (inside, instead) = inside.split_once('|').map_or((inside, None), |(n, o)| (n, Some(o)));
            let (name, options) = inside.split_once('?').map_or((inside, None), |(n, o)| (n, Some(o)));
            if instead.is_some_and(str::is_empty) || (instead.is_some() && options.is_some()) {
                return Err(format!("“{{{inside}|}}”的“|”后面应是没有内容时印的话"));
            }
            if name.trim().is_empty() || name.contains('{') {
                return Err(format!("“{{{inside}}}”里没有栏目名"));
            }
            let name = name.trim().to_owned();
            pieces.push(match (options, instead) {
                (None, None) => Piece::Field(name),
                (None, Some(words)) => Piece::Or(name, words.to_owned()),
                (Some(options), _) => {
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

    /// In words, each field as `say` has it.
    pub(crate) fn with(&self, say: &dyn Fn(&str) -> String) -> String {
        let piece = |p: &Piece| match p {
            Piece::Text(text) => text.clone(),
            Piece::Field(name) | Piece::Or(name, _) | Piece::Choice(name, _) => say(name),
        };
        self.0.iter().map(piece).collect()
    }

    /// Names of its fields.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|p| match p {
            Piece::Field(name) | Piece::Or(name, _) | Piece::Choice(name, _) => Some(name.as_str()),
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
        assert_eq!(Template::parse("{标题|公示}").unwrap().0, [Piece::Or("标题".into(), "公示".into())]);
        for bad in ["{姓名", "姓名}", "{}", "{?甲}", "{甲?乙、}", "{甲{乙}}", "{甲|}", "{|甲}", "{甲?乙|丙}"] {
            assert!(Template::parse(bad).is_err(), "{bad}");
        }
    }
}
