//! The structure tree: nodes of the layout as structure elements, each knowing its marked contents, and the tree back.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use crate::layout::{Head, NodeId, Role, Typeset};
use crate::pdf::draw::role_name;

/// A text string: UTF-16 with its mark.
pub(crate) fn text(s: &str) -> Object {
    let bytes: Vec<u8> = [0xFE, 0xFF].into_iter().chain(s.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}

fn name(n: &str) -> Object {
    Object::Name(n.as_bytes().to_vec())
}

fn number(n: usize) -> Object {
    Object::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Adds the tree and gives its root. `marks`: for each page the node of each marked content.
pub(crate) fn tree(
    doc: &mut Document,
    set: &Typeset,
    pages: &[ObjectId],
    marks: &[Vec<NodeId>],
    figures: &BTreeMap<NodeId, [f32; 4]>,
) -> ObjectId {
    let root = doc.new_object_id();
    let ids: Vec<ObjectId> = set.nodes.iter().map(|_| doc.new_object_id()).collect();
    let mut kids: Vec<Vec<Object>> = set.nodes.iter().map(|_| Vec::new()).collect();
    let mut numbers = Vec::new();
    for (index, (page, nodes)) in pages.iter().zip(marks).enumerate() {
        let owners: Vec<Object> = nodes.iter().filter_map(|n| ids.get(*n)).map(|id| Object::Reference(*id)).collect();
        for (mcid, node) in nodes.iter().enumerate() {
            if let Some(kids) = kids.get_mut(*node) {
                kids.push(Object::Dictionary(dictionary! { "Type" => name("MCR"), "Pg" => *page, "MCID" => number(mcid) }));
            }
        }
        numbers.push(number(index));
        numbers.push(Object::Reference(doc.add_object(Object::Array(owners))));
    }
    for (node, id) in set.nodes.iter().zip(&ids) {
        if let Some(kids) = node.parent.and_then(|p| kids.get_mut(p)) {
            kids.push(Object::Reference(*id));
        }
    }
    for (((index, node), id), kids) in set.nodes.iter().enumerate().zip(&ids).zip(kids) {
        let parent = node.parent.and_then(|p| ids.get(p)).copied().unwrap_or(root);
        let mut element = dictionary! { "Type" => name("StructElem"), "S" => name(role_name(&node.role)), "P" => parent };
        match &node.role {
            Role::Sect(title) => element.set("T", text(title)),
            Role::Th { scope, rows, columns } => {
                let mut attributes = cell(*rows, *columns);
                attributes.set(
                    "Scope",
                    name(match scope {
                        Head::Column => "Column",
                        Head::Row => "Row",
                        Head::Both => "Both",
                    }),
                );
                element.set("A", attributes);
            }
            Role::Td { rows, columns } if *rows > 1 || *columns > 1 => element.set("A", cell(*rows, *columns)),
            Role::Figure(alt) => {
                element.set("Alt", text(alt));
                let bounds = figures.get(&index).copied().unwrap_or_default();
                let bounds = bounds.into_iter().map(Object::Real).collect::<Vec<_>>();
                element.set("A", dictionary! { "O" => name("Layout"), "Placement" => name("Block"), "BBox" => bounds });
            }
            _ => {}
        }
        if !kids.is_empty() {
            element.set("K", kids);
        }
        doc.set_object(*id, element);
    }
    let parents = doc.add_object(dictionary! { "Nums" => numbers });
    let top = ids.first().copied().unwrap_or(root);
    doc.set_object(
        root,
        dictionary! {
            "Type" => name("StructTreeRoot"),
            "K" => vec![Object::Reference(top)],
            "ParentTree" => parents,
            "ParentTreeNextKey" => number(pages.len()),
        },
    );
    root
}

fn cell(rows: usize, columns: usize) -> Dictionary {
    let mut attributes = dictionary! { "O" => name("Table") };
    if rows > 1 {
        attributes.set("RowSpan", number(rows));
    }
    if columns > 1 {
        attributes.set("ColSpan", number(columns));
    }
    attributes
}

/// Adds the bookmarks as a tree of their levels and gives the root; None when there are none.
pub(crate) fn outline(doc: &mut Document, set: &Typeset, pages: &[ObjectId]) -> Option<ObjectId> {
    let marks: Vec<_> =
        set.bookmarks.iter().filter_map(|b| Some((b, *pages.get(b.page)?, set.pages.get(b.page)?.height))).collect();
    if marks.is_empty() {
        return None;
    }
    let root = doc.new_object_id();
    let ids: Vec<ObjectId> = marks.iter().map(|_| doc.new_object_id()).collect();
    // For each bookmark, the nearest earlier one of a lower level.
    let mut path: Vec<(u8, usize)> = Vec::new();
    let mut children: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (i, (mark, _, _)) in marks.iter().enumerate() {
        while path.last().is_some_and(|(level, _)| *level >= mark.level) {
            path.pop();
        }
        children.entry(path.last().map(|p| p.1)).or_default().push(i);
        path.push((mark.level, i));
    }
    let id_of = |i: Option<usize>| i.and_then(|i| ids.get(i)).copied().unwrap_or(root);
    let mut entries: BTreeMap<ObjectId, Dictionary> = BTreeMap::new();
    entries.insert(root, dictionary! { "Type" => name("Outlines") });
    for (i, (mark, page, height)) in marks.iter().enumerate() {
        let dest = vec![Object::Reference(*page), name("XYZ"), Object::Null, Object::Real(height - mark.y + 6.0), Object::Null];
        entries.insert(id_of(Some(i)), dictionary! { "Title" => text(&mark.title), "Dest" => dest });
    }
    for (parent, list) in &children {
        let owner = id_of(*parent);
        if let Some(entry) = entries.get_mut(&owner) {
            entry.set("First", id_of(list.first().copied()));
            entry.set("Last", id_of(list.last().copied()));
            // The top level stands open, deeper ones closed.
            let count = i64::try_from(list.len()).unwrap_or(0);
            entry.set("Count", if parent.is_none() { count } else { -count });
        }
        for (i, child) in list.iter().enumerate() {
            if let Some(entry) = entries.get_mut(&id_of(Some(*child))) {
                entry.set("Parent", owner);
                if let Some(next) = list.get(i + 1) {
                    entry.set("Next", id_of(Some(*next)));
                }
                if let Some(before) = i.checked_sub(1).and_then(|b| list.get(b)) {
                    entry.set("Prev", id_of(Some(*before)));
                }
            }
        }
    }
    for (id, entry) in entries {
        doc.set_object(id, entry);
    }
    Some(root)
}
