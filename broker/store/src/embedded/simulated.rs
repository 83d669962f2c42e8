//! A disk in memory that remembers every operation, so that what a crash would leave can be made of any part of them: what was not
//! synced is there, lost, or there in pieces, and later writes may be there without earlier ones.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use parking_lot::Mutex;

use super::disk::{Disk, DiskFile};
use crate::traffic::Random;

#[derive(Debug, Default)]
pub(super) struct SimulatedDisk {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    names: BTreeMap<String, usize>,
    /// As the system shows them, synced or not.
    contents: Vec<Vec<u8>>,
    operations: Vec<Operation>,
    /// The next operations of a kind fail.
    failing: Option<Failing>,
}

/// What the disk does not do for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failing {
    /// Syncs fail.
    Syncs,
    /// Files may grow by so many more bytes.
    Room(usize),
}

#[derive(Debug, Clone)]
pub(super) enum Operation {
    Create(String, usize),
    Remove(String),
    Write(usize, u64, Vec<u8>),
    Sync(usize),
    /// What was written since the last sync may be thrown away.
    SyncFailed(usize),
    SyncDirectory,
    /// Not of the disk: so many batches were appended.
    Appended(usize),
    /// Not of the disk: so many were said to be durable.
    Promised(usize),
}

/// What is lost or torn at once.
const SECTOR: usize = 512;

impl SimulatedDisk {
    pub(super) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(super) fn note(&self, operation: Operation) {
        self.state.lock().operations.push(operation);
    }

    pub(super) fn operations(&self) -> Vec<Operation> {
        self.state.lock().operations.clone()
    }

    pub(super) fn fail(&self, failing: Option<Failing>) {
        self.state.lock().failing = failing;
    }

    /// The bytes of all files.
    pub(super) fn size(&self) -> usize {
        let state = self.state.lock();
        state
            .names
            .values()
            .map(|file| state.contents[*file].len())
            .sum()
    }

    /// Changes a byte of a file where nobody should.
    pub(super) fn damage(&self, name: &str, at: usize) {
        let mut state = self.state.lock();
        let file = state.names[name];
        state.contents[file][at] ^= 0x40;
    }

    pub(super) fn copy(&self) -> Arc<Self> {
        let state = self.state.lock();
        Arc::new(Self {
            state: Mutex::new(State {
                names: state.names.clone(),
                contents: state.contents.clone(),
                ..State::default()
            }),
        })
    }

    /// The disk that a crash after these operations leaves, one of many, by `random`. They began on `before`.
    pub(super) fn after_crash(
        before: &Self,
        operations: &[Operation],
        random: &mut Random,
    ) -> Arc<Self> {
        let start = before.state.lock();
        let mut crash = Crash {
            names: start.names.clone(),
            pending_names: Vec::new(),
            contents: start.contents.clone(),
            pending: vec![Vec::new(); start.contents.len()],
            keep: Keep::any(random),
        };
        for operation in operations {
            crash.replay(operation, random);
        }
        crash.end(random)
    }
}

/// How much of what was not synced is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    Nothing,
    Everything,
    Some,
}

impl Keep {
    fn any(random: &mut Random) -> Self {
        match random.below(5) {
            0 => Self::Nothing,
            1 => Self::Everything,
            _ => Self::Some,
        }
    }

    fn decide(self, random: &mut Random) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Some => random.one_in(2),
        }
    }
}

struct Crash {
    names: BTreeMap<String, usize>,
    pending_names: Vec<(String, Option<usize>)>,
    contents: Vec<Vec<u8>>,
    pending: Vec<Vec<(u64, Vec<u8>)>>,
    keep: Keep,
}

impl Crash {
    fn replay(&mut self, operation: &Operation, random: &mut Random) {
        match operation {
            Operation::Create(name, file) => {
                while self.contents.len() <= *file {
                    self.contents.push(Vec::new());
                    self.pending.push(Vec::new());
                }
                self.pending_names.push((name.clone(), Some(*file)));
            }
            Operation::Remove(name) => self.pending_names.push((name.clone(), None)),
            Operation::Write(file, offset, bytes) => {
                self.pending[*file].push((*offset, bytes.clone()));
            }
            Operation::Sync(file) => {
                for (offset, bytes) in std::mem::take(&mut self.pending[*file]) {
                    write(&mut self.contents[*file], offset, &bytes);
                }
            }
            Operation::SyncFailed(file) => {
                for (offset, bytes) in std::mem::take(&mut self.pending[*file]) {
                    self.write_torn(*file, offset, &bytes, Keep::Some, random);
                }
            }
            Operation::SyncDirectory => {
                for (name, file) in std::mem::take(&mut self.pending_names) {
                    self.rename(name, file);
                }
            }
            Operation::Appended(_) | Operation::Promised(_) => {}
        }
    }

    fn rename(&mut self, name: String, file: Option<usize>) {
        match file {
            Some(file) => self.names.insert(name, file),
            None => self.names.remove(&name),
        };
    }

    /// Each sector is there or not; where a file grew without its bytes, there are zeros.
    fn write_torn(
        &mut self,
        file: usize,
        offset: u64,
        bytes: &[u8],
        keep: Keep,
        random: &mut Random,
    ) {
        let mut start = 0;
        while start < bytes.len() {
            let at = offset + start as u64;
            let to_boundary = SECTOR - usize::try_from(at).unwrap_or(0) % SECTOR;
            let end = (start + to_boundary).min(bytes.len());
            if keep.decide(random) {
                write(&mut self.contents[file], at, &bytes[start..end]);
            }
            start = end;
        }
    }

    fn end(mut self, random: &mut Random) -> Arc<SimulatedDisk> {
        for file in 0..self.pending.len() {
            for (offset, bytes) in std::mem::take(&mut self.pending[file]) {
                self.write_torn(file, offset, &bytes, self.keep, random);
            }
        }
        for (name, file) in std::mem::take(&mut self.pending_names) {
            if self.keep.decide(random) {
                self.rename(name, file);
            }
        }
        Arc::new(SimulatedDisk {
            state: Mutex::new(State {
                names: self.names,
                contents: self.contents,
                ..State::default()
            }),
        })
    }
}

fn write(content: &mut Vec<u8>, offset: u64, bytes: &[u8]) {
    let start = usize::try_from(offset).expect("a small file");
    let end = start + bytes.len();
    if content.len() < end {
        content.resize(end, 0);
    }
    content[start..end].copy_from_slice(bytes);
}

impl Disk for Arc<SimulatedDisk> {
    fn list(&self) -> io::Result<Vec<String>> {
        Ok(self.state.lock().names.keys().cloned().collect())
    }

    fn create(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let mut state = self.state.lock();
        let file = state.contents.len();
        state.contents.push(Vec::new());
        state.names.insert(name.to_owned(), file);
        state
            .operations
            .push(Operation::Create(name.to_owned(), file));
        let disk = self.clone();
        Ok(Arc::new(SimulatedFile { disk, file }))
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let state = self.state.lock();
        let file = *state
            .names
            .get(name)
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let disk = self.clone();
        Ok(Arc::new(SimulatedFile { disk, file }))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.state.lock();
        if state.names.remove(name).is_none() {
            return Err(io::ErrorKind::NotFound.into());
        }
        state.operations.push(Operation::Remove(name.to_owned()));
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.state.lock();
        if state.failing == Some(Failing::Syncs) {
            return Err(io::Error::other("the disk is gone"));
        }
        state.operations.push(Operation::SyncDirectory);
        Ok(())
    }
}

#[derive(Debug)]
struct SimulatedFile {
    disk: Arc<SimulatedDisk>,
    file: usize,
}

impl DiskFile for SimulatedFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.disk.state.lock().contents[self.file].len() as u64)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let state = self.disk.state.lock();
        let start = usize::try_from(offset).expect("a small file");
        let there = state.contents[self.file].get(start..).unwrap_or_default();
        let count = there.len().min(buffer.len());
        buffer[..count].copy_from_slice(&there[..count]);
        Ok(count)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut state = self.disk.state.lock();
        let mut taken = bytes;
        let there = state.contents[self.file].len() as u64;
        if let Some(Failing::Room(room)) = &mut state.failing {
            // What is written over takes no room.
            let over = usize::try_from(there.saturating_sub(offset)).unwrap_or(bytes.len());
            taken = &bytes[..bytes.len().min(over + *room)];
            *room -= taken.len().saturating_sub(over);
        }
        write(&mut state.contents[self.file], offset, taken);
        state
            .operations
            .push(Operation::Write(self.file, offset, taken.to_vec()));
        if taken.len() < bytes.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.disk.state.lock();
        if state.failing == Some(Failing::Syncs) {
            state.operations.push(Operation::SyncFailed(self.file));
            return Err(io::Error::other("the disk is gone"));
        }
        state.operations.push(Operation::Sync(self.file));
        Ok(())
    }
}
