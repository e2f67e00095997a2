//! The few objects a scanner's PDF needs: one image a page. Nothing is read back, nothing else is supported.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::canvas::{HEIGHT, Page, WIDTH};

/// Two bits a pixel and the palette they point into.
pub struct Indexed {
    pub bytes: Vec<u8>,
    pub palette: [[u8; 3]; 4],
}

/// Four inks a page: greys, or greys and the red of seals.
pub fn indexed(page: &Page) -> Indexed {
    let coloured = page.red.iter().any(|r| *r > 90);
    let palette = if coloured {
        [[252, 252, 250], [150, 150, 150], [28, 28, 32], [205, 44, 38]]
    } else {
        [[252, 252, 250], [176, 176, 174], [98, 98, 100], [24, 24, 28]]
    };
    let index = |n: usize| -> u8 {
        let (g, r) = (page.grey[n], page.red[n]);
        if coloured {
            if r > 110 && g < 150 { 3 } else { [0, 1, 2][usize::from(g > 64) + usize::from(g > 150)] }
        } else {
            [0, 1, 2, 3][usize::from(g > 48) + usize::from(g > 110) + usize::from(g > 180)]
        }
    };
    let mut bytes = Vec::with_capacity(WIDTH / 4 * HEIGHT);
    for y in 0..HEIGHT {
        for x in (0..WIDTH).step_by(4) {
            bytes.push((0..4).fold(0, |b, i| (b << 2) | index(y * WIDTH + x + i)));
        }
    }
    Indexed { bytes, palette }
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).expect("writing to memory");
    out.finish().expect("writing to memory")
}

/// A PDF of the pages at A4.
pub fn write(pages: &[Page]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |out: &mut Vec<u8>, body: &[u8]| {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", offsets.len()).bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    };
    object(&mut out, b"<< /Type /Catalog /Pages 2 0 R >>");
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 3 + n * 3)).collect();
    object(&mut out, format!("<< /Type /Pages /Count {} /Kids [{}] >>", pages.len(), kids.join(" ")).as_bytes());
    for (n, page) in pages.iter().enumerate() {
        let first = 3 + n * 3;
        let content = "q 595 0 0 842 0 0 cm /I Do Q";
        object(&mut out, format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I {} 0 R >> >> /Contents {} 0 R >>", first + 2, first + 1).as_bytes());
        object(&mut out, format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()).as_bytes());
        let image = indexed(page);
        let palette: String = image.palette.iter().flatten().map(|b| format!("{b:02x}")).collect();
        let data = deflate(&image.bytes);
        let mut body = format!("<< /Type /XObject /Subtype /Image /Width {WIDTH} /Height {HEIGHT} /BitsPerComponent 2 /ColorSpace [/Indexed /DeviceRGB 3 <{palette}>] /Filter /FlateDecode /Length {} >>\nstream\n", data.len()).into_bytes();
        body.extend(&data);
        body.extend(b"\nendstream");
        object(&mut out, &body);
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
    for offset in &offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", offsets.len() + 1).bytes());
    out
}
