//! Marks in the content of a page this program drew, bound into another file: they point into a structure that did not come along. What was
//! no content stays none; everything else is marked anew, piece by piece. Never used on a page of another hand.

use lopdf::content::Operation;
use lopdf::{Dictionary, Object, dictionary};

/// What a marked content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    Words,
    Picture,
}

const PAINTING: [&str; 15] = ["b", "B", "b*", "B*", "f", "F", "f*", "s", "S", "sh", "Do", "Tj", "TJ", "'", "\""];

/// Without any marks, for a form that is drawn within a marked piece.
pub(super) fn stripped(mut operations: Vec<Operation>) -> Vec<Operation> {
    operations.retain(|op| !matches!(op.operator.as_str(), "BMC" | "BDC" | "EMC" | "MP" | "DP"));
    operations
}

/// Marks a page of ours anew; gives its operators and what each marked content is, by its number. None when something on it has no mark.
pub(super) fn pieces(operations: &[Operation]) -> Option<(Vec<Operation>, Vec<Marked>)> {
    is_marked_throughout(operations).then(|| by_pieces(operations))
}

/// Whether nothing is painted outside of marks.
fn is_marked_throughout(operations: &[Operation]) -> bool {
    let (mut depth, mut marks) = (0_usize, 0_usize);
    for op in operations {
        match op.operator.as_str() {
            "BMC" | "BDC" => {
                depth += 1;
                marks += 1;
            }
            "EMC" if depth == 0 => return false,
            "EMC" => depth -= 1,
            operator if depth == 0 && PAINTING.contains(&operator) => return false,
            _ => {}
        }
    }
    marks > 0 && depth == 0
}

fn by_pieces(operations: &[Operation]) -> (Vec<Operation>, Vec<Marked>) {
    let (mut out, mut marks, mut depth) = (Vec::with_capacity(operations.len()), Vec::new(), 0_usize);
    for op in operations {
        match op.operator.as_str() {
            "BMC" | "BDC" => {
                if depth == 0 {
                    let what = match op.operands.first().and_then(|o| o.as_name().ok()) {
                        Some(b"Artifact") => None,
                        Some(b"Figure") => Some(Marked::Picture),
                        _ => Some(Marked::Words),
                    };
                    out.push(what.map_or_else(|| no_content(op), |what| opening(what, marks.len())));
                    marks.extend(what);
                }
                depth += 1;
            }
            "EMC" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    out.push(op.clone());
                }
            }
            "MP" | "DP" => {}
            _ => out.push(op.clone()),
        }
    }
    (out, marks)
}

/// Heads, feet and lines: no content, here as there.
fn no_content(op: &Operation) -> Operation {
    let running = op.operands.get(1).and_then(|o| o.as_dict().ok()).and_then(|d| d.get(b"Type").ok()).is_some();
    let name = |n: &str| Object::Name(n.as_bytes().to_vec());
    if running {
        Operation::new("BDC", vec![name("Artifact"), Object::Dictionary(dictionary! { "Type" => "Pagination" })])
    } else {
        Operation::new("BMC", vec![name("Artifact")])
    }
}

fn opening(what: Marked, number: usize) -> Operation {
    let role = if what == Marked::Picture { "Figure" } else { "P" };
    let mut properties = Dictionary::new();
    properties.set("MCID", i64::try_from(number).unwrap_or(0));
    Operation::new("BDC", vec![Object::Name(role.as_bytes().to_vec()), Object::Dictionary(properties)])
}
