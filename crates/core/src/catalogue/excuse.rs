//! Which facts excuse a step (V36), as a catalogue says it: by its own keys, or, in one from before 1.3, by the words of its grounds. Kinds
//! of business stand in `assets/business` and are not asked here.

use super::{Catalogue, Milestone, Step};

/// What binds a ground of an older catalogue to a kind of business or to something on record; any other ground is one of fact.
const BOUND: [&str; 9] = ["免职", "退休", "转正", "平级", "公开选拔", "竞争上岗", "换届", "报批件", "可不再会议推荐"];

impl Catalogue {
    /// Whether a step may be left out by a fact, `recorded` telling which steps have a record. A step without any grounds is told of
    /// elsewhere, and so is one the catalogue does not know.
    #[must_use]
    pub fn excuses(&self, key: &str, recorded: &dyn Fn(&str) -> bool) -> bool {
        let Some(step) = self.step(key) else { return true };
        if step.not_applicable_when.trim().is_empty() {
            return true;
        }
        match step.excused_by_fact {
            Some(of_fact) => of_fact || step.excused_after.iter().any(|other| recorded(other)),
            None => self.excuses_by_words(step, recorded),
        }
    }

    fn excuses_by_words(&self, step: &Step, recorded: &dyn Fn(&str) -> bool) -> bool {
        let grounds = step.not_applicable_when.as_str();
        let of_fact = |ground: &str| !ground.trim().is_empty() && !BOUND.iter().any(|word| ground.contains(word));
        // 谈话推荐 alone where few take part, and a nominee of the organisation with the superior's consent.
        let by_talks = || self.milestone(Milestone::Recommendation).any(|s| s.key != step.key && recorded(&s.key));
        let asks = |s: &&Step| ["V03", "V23"].iter().all(|code| s.checks.iter().any(|c| c == code));
        let consented = || self.steps.iter().filter(asks).any(|s| recorded(&s.key));
        grounds.split('；').any(of_fact)
            || grounds.contains("可不再会议推荐") && by_talks()
            || grounds.contains("报批件") && consented()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The built-in catalogue as it was before its grounds were data.
    fn older(catalogue: &Catalogue) -> Catalogue {
        let mut catalogue = catalogue.clone();
        for step in &mut catalogue.steps {
            (step.excused_by_fact, step.excused_after) = (None, Vec::new());
        }
        catalogue
    }

    #[test]
    fn the_keys_say_what_the_words_of_the_older_catalogue_said() {
        let now = Catalogue::builtin().unwrap();
        let before = older(&now);
        let states: [&[&str]; 4] = [&[], &["S14"], &["S34"], &["S14", "S34"]];
        for done in states {
            let recorded = |key: &str| done.contains(&key);
            for step in &now.steps {
                assert!(step.excused_by_fact.is_some(), "{} does not say", step.key);
                let (a, b) = (now.excuses(&step.key, &recorded), before.excuses(&step.key, &recorded));
                assert_eq!(a, b, "{} with {done:?}", step.key);
            }
        }
        assert!(now.excuses("S24", &|_| false) && !now.excuses("S36", &|_| true) && !now.excuses("S13", &|_| false));
    }

    #[test]
    fn wording_decides_nothing_where_the_keys_are_there() {
        let mut catalogue = Catalogue::builtin().unwrap();
        for step in &mut catalogue.steps {
            step.not_applicable_when = "本地另有规定的".into();
        }
        assert!(!catalogue.excuses("S36", &|_| false));
        assert!(older(&catalogue).excuses("S36", &|_| false));
    }
}
