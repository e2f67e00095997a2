//! Which 件 get their numbers when volumes are sealed: their own, and the originals their extracts name, since an extract prints the
//! 档号 of its original. Nothing else of the batch is numbered by it. It gives no number itself.

use std::collections::{BTreeMap, BTreeSet};

use super::{Register, VolumeItem, VolumePlan};
use crate::id::MaterialId;

/// A 件 that gets its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToNumber<'p> {
    /// The volume whose sealing gives it, among the plans.
    pub with: usize,
    /// The volume it lies in.
    pub lies: usize,
    pub item: &'p VolumeItem,
}

/// What is numbered when the volumes `chosen` (places among the plans) are sealed in this order. A 件 that has its number is not in it,
/// and none is twice.
#[must_use]
pub fn to_number<'p>(plans: &'p [VolumePlan], chosen: &[usize], register: &Register) -> Vec<ToNumber<'p>> {
    let mut originals: BTreeMap<MaterialId, (usize, &VolumeItem)> = BTreeMap::new();
    for (lies, plan) in plans.iter().enumerate() {
        for item in plan.items.iter().filter(|i| !i.extract) {
            originals.extend(item.parts.iter().map(|p| (p.material, (lies, item))));
        }
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for (with, plan) in chosen.iter().filter_map(|at| Some((*at, plans.get(*at)?))) {
        let named = plan.items.iter().filter(|i| i.extract).filter_map(|i| originals.get(&i.parts.first()?.material).copied());
        for (lies, item) in named.chain(plan.items.iter().map(|i| (with, i))) {
            if !register.given.contains_key(&item.key) && seen.insert(&item.key) {
                found.push(ToNumber { with, lies, item });
            }
        }
    }
    // Volume by volume, and within each as the numbers run: every one is the next of its category when its turn comes.
    let turn = |with: usize| chosen.iter().position(|at| *at == with);
    found.sort_by_key(|n| (turn(n.with), &n.item.category, n.item.no));
    found
}
