//! Marks in the content of a page that came from another file: they point into a structure that did not come along. What was no content
//! stays none; everything else is marked anew, piece by piece, or the whole page as one.

use lopdf::content::Operation;
use lopdf::{Dictionary, Object, dictionary};

/// What a marked content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    Words,
    Picture,
}

/// Every operator of ISO 32000-1, Annex A, but those of inline pictures and of Type 3 fonts.
const KNOWN: &str = " b B b* B* c cm CS cs d d0 d1 Do DP EMC ET BDC BMC BT BX EX f F f* G g gs h i j J l m M MP n q Q re RG rg s S SC sc \
                     SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \" ri k K ";
const PAINTING: &str = " b B b* B* f F f* s S sh Do Tj TJ ' \" ";

fn is(list: &str, operator: &str) -> bool {
    list.split(' ').any(|known| known == operator)
}

/// What no archival page may say.
fn judged(operations: &[Operation]) -> Result<(), String> {
    for op in operations {
        let first = op.operands.first().and_then(|o| o.as_name().ok());
        let why = match op.operator.as_str() {
            "k" | "K" => "用了印刷四色而没有写明是哪一种",
            "cs" | "CS" if first == Some(b"DeviceCMYK") => "用了印刷四色而没有写明是哪一种",
            "cs" | "CS" if first == Some(b"Pattern") => "用了图案或渐变填充",
            operator if !is(KNOWN, operator) => "有的画法不能长期保存",
            _ => continue,
        };
        return Err(why.to_owned());
    }
    Ok(())
}

/// Without any marks, for a form that is drawn within a marked piece.
pub(super) fn stripped(mut operations: Vec<Operation>) -> Result<Vec<Operation>, String> {
    judged(&operations)?;
    operations.retain(|op| !matches!(op.operator.as_str(), "BMC" | "BDC" | "EMC" | "MP" | "DP" | "ri" | "BX" | "EX"));
    Ok(operations)
}

/// Marks a page anew; gives its operators and what each marked content is, by its number. `pictured`: there is a picture on it.
pub(super) fn retag(operations: Vec<Operation>, pictured: bool) -> Result<(Vec<Operation>, Vec<Marked>), String> {
    judged(&operations)?;
    if is_marked_throughout(&operations) {
        let (pieces, marks) = by_pieces(&operations);
        // A scan that calls itself no content is one.
        if !marks.is_empty() || !pictured {
            return Ok((pieces, marks));
        }
    }
    let whole = if pictured { Marked::Picture } else { Marked::Words };
    let mut out = vec![opening(whole, 0)];
    out.extend(stripped(operations)?);
    out.push(Operation::new("EMC", Vec::new()));
    Ok((out, vec![whole]))
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
            operator if depth == 0 && is(PAINTING, operator) => return false,
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
            "MP" | "DP" | "ri" | "BX" | "EX" => {}
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
