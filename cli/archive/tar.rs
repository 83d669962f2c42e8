//! Archives in the format of tar (POSIX ustar), as far as backups need it: plain files with short names and at most 64 MiB.
//!
//! ```text
//! entry:   | name 100 | mode 8 | uid 8 | gid 8 | size 12 | mtime 12 | checksum 8 | type 1 | link 100 | "ustar" 0 "00" | ... 512 |
//!          | content, filled up with zeros to 512 |
//! archive: | entries | 1024 zeros |
//! ```

use std::io::{self, Read, Write};

const BLOCK: usize = 512;
/// A larger file is not of a backup.
pub(super) const LARGEST: u64 = 64 << 20;

/// Appends a file that only its owner may read.
pub(super) fn write_file(
    out: &mut impl Write,
    name: &str,
    mtime: u64,
    content: &[u8],
) -> io::Result<()> {
    if content.len() as u64 > LARGEST {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("{name} is larger than a backup may hold (64 MiB)"),
        ));
    }
    let mut header = [0_u8; BLOCK];
    put(&mut header, NAME, name.as_bytes());
    put(&mut header, (100, 8), b"0000600");
    put(&mut header, (108, 8), b"0000000");
    put(&mut header, (116, 8), b"0000000");
    put(
        &mut header,
        SIZE,
        format!("{:011o}", content.len()).as_bytes(),
    );
    put(&mut header, (136, 12), format!("{mtime:011o}").as_bytes());
    header[TYPE] = b'0';
    put(&mut header, (257, 8), b"ustar\x0000");
    let sum = checksum(&header);
    put(&mut header, CHECKSUM, format!("{sum:06o}\0 ").as_bytes());
    out.write_all(&header)?;
    out.write_all(content)?;
    out.write_all(&[0; BLOCK][..padding(content.len())])
}

/// Ends an archive.
pub(super) fn write_end(out: &mut impl Write) -> io::Result<()> {
    out.write_all(&[0; 2 * BLOCK])
}

/// Reads the next file: its name and content; `None` at the end of the archive.
pub(super) fn read_file(from: &mut impl Read) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut header = [0; BLOCK];
    from.read_exact(&mut header).map_err(cut_short)?;
    if header == [0; BLOCK] {
        return Ok(None);
    }
    let field = |(start, length): (usize, usize)| {
        let bytes = &header[start..start + length];
        let end = bytes.iter().position(|byte| matches!(byte, 0 | b' '));
        std::str::from_utf8(&bytes[..end.unwrap_or(length)]).ok()
    };
    let number = |place| field(place).and_then(|digits| u64::from_str_radix(digits, 8).ok());
    if number(CHECKSUM) != Some(checksum(&header).into()) {
        return Err(invalid("this is not a tar archive, or it is damaged"));
    }
    let size = number(SIZE).filter(|size| *size <= LARGEST);
    let (Some(name), Some(size), b'0' | 0) = (field(NAME), size, header[TYPE]) else {
        return Err(invalid("there is something in it that no backup has"));
    };
    let mut content = Vec::new();
    from.take(size).read_to_end(&mut content)?;
    if (content.len() as u64) < size {
        return Err(cut_short(io::ErrorKind::UnexpectedEof.into()));
    }
    let mut filling = [0; BLOCK];
    let filling = &mut filling[..padding(content.len())];
    from.read_exact(filling).map_err(cut_short)?;
    Ok(Some((name.to_owned(), content)))
}

const NAME: (usize, usize) = (0, 100);
const SIZE: (usize, usize) = (124, 12);
const CHECKSUM: (usize, usize) = (148, 8);
const TYPE: usize = 156;

fn put(header: &mut [u8; BLOCK], (start, length): (usize, usize), bytes: &[u8]) {
    let length = bytes.len().min(length);
    header[start..start + length].copy_from_slice(&bytes[..length]);
}

/// The sum of all bytes, those of the sum itself as blanks.
fn checksum(header: &[u8; BLOCK]) -> u32 {
    let sum = CHECKSUM.0..CHECKSUM.0 + CHECKSUM.1;
    let bytes = header.iter().enumerate();
    bytes
        .map(|(at, byte)| u32::from(if sum.contains(&at) { b' ' } else { *byte }))
        .sum()
}

const fn padding(length: usize) -> usize {
    (BLOCK - length % BLOCK) % BLOCK
}

fn invalid(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

fn cut_short(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => invalid("its end is missing"),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_all(mut bytes: &[u8]) -> io::Result<Vec<(String, Vec<u8>)>> {
        let mut files = Vec::new();
        while let Some(file) = read_file(&mut bytes)? {
            files.push(file);
        }
        Ok(files)
    }

    /// What people have reads it, too.
    #[test]
    fn tar_lists_and_extracts_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.tar");
        let mut bytes = Vec::new();
        write_file(&mut bytes, "one", 1_700_000_000, b"first").unwrap();
        write_file(&mut bytes, "store/2", 0, &[7; 1000]).unwrap();
        write_end(&mut bytes).unwrap();
        std::fs::write(&path, &bytes).unwrap();
        let listed = std::process::Command::new("tar")
            .arg("tvf")
            .arg(&path)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&listed.stdout);
        assert!(
            listed.status.success() && listed.stderr.is_empty(),
            "{listed:?}"
        );
        assert!(
            text.contains("-rw------- 0/0") && text.contains("store/2"),
            "{text}"
        );
        let extracted = std::process::Command::new("tar")
            .arg("xf")
            .arg(&path)
            .args(["-C", folder.path().to_str().unwrap()])
            .status()
            .unwrap();
        assert!(extracted.success());
        assert_eq!(
            std::fs::read(folder.path().join("store/2")).unwrap(),
            [7; 1000]
        );
    }

    #[test]
    fn a_missing_end_is_found() {
        let mut bytes = Vec::new();
        write_file(&mut bytes, "one", 0, &[1; 600]).unwrap();
        write_end(&mut bytes).unwrap();
        assert_eq!(read_all(&bytes).unwrap().len(), 1);
        for length in [0, 100, 512, 600, 1500] {
            let error = read_all(&bytes[..length]).unwrap_err();
            assert!(error.to_string().contains("missing"), "{length}: {error}");
        }
        bytes[3] ^= 1;
        assert!(read_all(&bytes).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read(files in prop::collection::vec(("[a-z/]{1,99}", prop::collection::vec(any::<u8>(), 0..2000)), 0..5)) {
            let mut bytes = Vec::new();
            for (name, content) in &files {
                write_file(&mut bytes, name, 1, content).unwrap();
            }
            write_end(&mut bytes).unwrap();
            prop_assert_eq!(read_all(&bytes).unwrap(), files);
        }

        #[test]
        fn hostile_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
            prop_assert!(read_all(&bytes).is_err() || bytes[..512] == [0; 512]);
        }
    }
}
