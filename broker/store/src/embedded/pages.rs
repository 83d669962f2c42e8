//! Pages of the log while all of it is read at start. The records of one session lie anywhere, those of all sessions side by side: a
//! system call for each would take longer than all the rest.
//!
//! It is for records that are durable, and for one reading: nothing in it is ever out of date then.

use std::io;
use std::sync::Arc;

use super::disk::DiskFile;

/// Bytes of a page.
const PAGE: usize = 16 * 1024;
/// How many are kept, each in the one place it can have.
const PLACES: usize = 2048;

/// Pages that were read last.
pub(super) struct Pages {
    places: Vec<Option<Page>>,
}

struct Page {
    file: Arc<dyn DiskFile>,
    number: u64,
    /// Fewer than a page at the end of the file.
    bytes: Vec<u8>,
}

impl Pages {
    pub(super) fn new() -> Self {
        Self {
            places: (0..PLACES).map(|_| None).collect(),
        }
    }

    /// As [`DiskFile::read_at`].
    pub(super) fn read_at(
        &mut self,
        file: &Arc<dyn DiskFile>,
        buffer: &mut [u8],
        offset: u64,
    ) -> io::Result<usize> {
        let start = usize::try_from(offset % PAGE as u64).unwrap_or(PAGE);
        let page = self.page(file, offset / PAGE as u64)?;
        match page.get(start..start + buffer.len()) {
            Some(bytes) => {
                buffer.copy_from_slice(bytes);
                Ok(buffer.len())
            }
            // It goes beyond the page.
            None => file.read_at(buffer, offset),
        }
    }

    fn page(&mut self, file: &Arc<dyn DiskFile>, number: u64) -> io::Result<&[u8]> {
        // Readings that go on side by side must not stay in each other's way.
        let file_at = Arc::as_ptr(file).addr() as u64;
        let spread = (file_at ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        let place = &mut self.places[usize::try_from(spread).unwrap_or(0) % PLACES];
        let is_it = |page: &&mut Page| page.number == number && Arc::ptr_eq(&page.file, file);
        if place.as_mut().filter(is_it).is_none() {
            let mut bytes = place.take().map(|page| page.bytes).unwrap_or_default();
            bytes.resize(PAGE, 0);
            let read = file.read_at(&mut bytes, number * PAGE as u64)?;
            bytes.truncate(read);
            *place = Some(Page {
                file: file.clone(),
                number,
                bytes,
            });
        }
        Ok(place.as_ref().map_or(&[], |page| &page.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::super::disk::{Directory, Disk};
    use super::*;

    #[test]
    fn it_reads_what_the_file_has() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Directory::open(&folder.path().join("store")).unwrap();
        let content: Vec<u8> = (0..3 * PAGE as u32 + 100)
            .map(|n| (n % 251) as u8)
            .collect();
        let files: Vec<_> = ["a", "b"]
            .iter()
            .enumerate()
            .map(|(shift, name)| {
                let file = disk.create(name).unwrap();
                file.write_at(&content[shift..], 0).unwrap();
                file
            })
            .collect();
        let mut pages = Pages::new();
        for length in [0, 1, 100, PAGE, PAGE + 1, 4 * PAGE] {
            for offset in (0..content.len() + 200).step_by(777) {
                for file in &files {
                    let (mut through, mut straight) = (vec![0; length], vec![0; length]);
                    let read = pages.read_at(file, &mut through, offset as u64).unwrap();
                    assert_eq!(read, file.read_at(&mut straight, offset as u64).unwrap());
                    assert_eq!(through, straight, "{length} bytes at {offset}");
                }
            }
        }
    }
}
