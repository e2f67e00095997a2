//! Finds QR codes on a scanned page: a grey picture in, the texts of its codes out.
//!
//! It never opens a file, keeps nothing, and does not know what a code means: whoever asks says which text is wanted. Pages come as
//! scanners give them, askew, grainy and through JPEG, so a page that shows nothing at first is looked at again in other ways.

mod page;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use page::Page;

/// The texts of the codes on a page, each once, in the order they were found.
///
/// Looks until a text is `wanted`; what else was found by then is told as well. A page without a code is looked at in every way
/// there is, some six times over.
#[must_use]
pub fn codes(page: &Page<'_>, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for way in WAYS {
        for look in way(page) {
            for text in read(&look) {
                if !found.contains(&text) {
                    found.push(text);
                }
            }
            if found.iter().any(|text| wanted(text)) {
                return found;
            }
        }
    }
    found
}

/// A way to prepare a page, into one or several pictures to search.
type Way = fn(&Page<'_>) -> Vec<Page<'static>>;

/// The cheap ones first; most pages need no more than the first.
const WAYS: [Way; 4] = [
    |page| vec![page.owned()],
    // Grain of the sensor and of JPEG gives way.
    |page| vec![page.smoothed()],
    // Fine scans hold more grain than detail.
    |page| if page.width().max(page.height()) > 2600 { vec![page.halved()] } else { Vec::new() },
    // Coarse scans: a quarter at a time, so that the threshold is that of the paper around the code.
    |page| page.quarters().iter().map(|q| q.smoothed().doubled()).collect(),
];

fn read(page: &Page<'_>) -> Vec<String> {
    let (width, height) = (page.width(), page.height());
    if width < 21 || height < 21 {
        return Vec::new();
    }
    // The search is not ours; should it ever panic on a strange picture, the picture has no code.
    let looked = catch_unwind(AssertUnwindSafe(|| {
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| page.at(x, y));
        let grids = prepared.detect_grids();
        grids.iter().filter_map(|grid| grid.decode().ok().map(|(_, text)| text)).collect()
    }));
    looked.unwrap_or_default()
}
