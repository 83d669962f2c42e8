//! Stands in for `tokio::runtime`: worker threads that poll tasks in any order, each task by one at a time.
//!
//! Unlike tokio's it knows when all is still: no task is ready and none runs. If bytes wait then, nobody will come for them.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, Weak};
use std::task::{Context, Poll, Wake, Waker};

use shuttle::sync::{Condvar, Mutex, MutexGuard};
use shuttle::thread::JoinHandle;

use crate::clock::Millis;
use crate::schedules::in_model;

std::thread_local! {
    static CURRENT: RefCell<Option<Arc<Runtime>>> = const { RefCell::new(None) };
    static PER_THREAD: RefCell<Values> = RefCell::default();
}

/// What threads keep, by thread and name.
type Values = HashMap<(usize, &'static str), Box<dyn Any>>;

/// One runtime, with its clock.
pub(crate) struct Runtime {
    state: Mutex<State>,
    /// Told when a task is ready.
    work: Condvar,
    /// Told when all is still.
    still: Condvar,
}

pub(crate) struct State {
    tasks: Vec<Task>,
    ready: Vec<usize>,
    running: usize,
    closed: bool,
    pub(crate) now: Millis,
    /// Who is woken when.
    pub(crate) timers: BTreeMap<(Millis, u64), Waker>,
    pub(crate) next_timer: u64,
}

struct Task {
    stage: Stage,
    future: Option<BoxFuture>,
    waker: Waker,
}

type BoxFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Ready,
    Running,
    /// Woken while it runs.
    RunningAgain,
    Done,
}

/// Wakes one task.
struct Alarm {
    runtime: Weak<Runtime>,
    task: usize,
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        if let Some(runtime) = self.runtime.upgrade().filter(|_| in_model()) {
            runtime.wake(self.task);
        }
    }
}

impl Runtime {
    /// The runtime of the schedule that is being tried.
    pub(crate) fn current() -> Arc<Self> {
        Self::try_current().unwrap()
    }

    pub(crate) fn try_current() -> Option<Arc<Self>> {
        CURRENT.with_borrow(Clone::clone)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn spawn(self: &Arc<Self>, future: impl Future<Output = ()> + Send + 'static) {
        let mut state = self.state();
        if state.closed {
            drop(state);
            return;
        }
        let task = state.tasks.len();
        let runtime = Arc::downgrade(self);
        state.tasks.push(Task {
            stage: Stage::Ready,
            future: Some(Box::pin(future)),
            waker: Arc::new(Alarm { runtime, task }).into(),
        });
        state.ready.push(task);
        self.work.notify_one();
    }

    fn wake(&self, task: usize) {
        let mut state = self.state();
        if state.closed {
            return;
        }
        let stage = state.tasks[task].stage;
        state.tasks[task].stage = match stage {
            Stage::Waiting => Stage::Ready,
            Stage::Running => Stage::RunningAgain,
            other => other,
        };
        if stage == Stage::Waiting {
            state.ready.push(task);
            self.work.notify_one();
        }
    }

    /// A worker thread.
    fn work(&self) {
        while let Some((task, mut future, waker)) = self.next() {
            let poll = future.as_mut().poll(&mut Context::from_waker(&waker));
            let kept = poll.is_pending().then_some(future);
            let mut state = self.state();
            state.running -= 1;
            let entry = &mut state.tasks[task];
            let again = kept.is_some() && entry.stage == Stage::RunningAgain;
            entry.stage = match (&kept, again) {
                (None, _) => Stage::Done,
                (Some(_), true) => Stage::Ready,
                (Some(_), false) => Stage::Waiting,
            };
            entry.future = kept;
            if again {
                state.ready.push(task);
            }
        }
        forget_thread();
    }

    fn next(&self) -> Option<(usize, BoxFuture, Waker)> {
        let mut state = self.state();
        while state.ready.is_empty() && !state.closed {
            if state.running == 0 {
                self.still.notify_all();
            }
            state = self
                .work
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return None;
        }
        let at = any_index(state.ready.len());
        let task = state.ready.swap_remove(at);
        state.running += 1;
        let entry = &mut state.tasks[task];
        entry.stage = Stage::Running;
        Some((task, entry.future.take()?, entry.waker.clone()))
    }

    /// Waits until all is still, and goes on waiting for timers that are due within `patience`.
    pub(crate) fn settle(&self, patience: Millis) {
        loop {
            let mut state = self.state();
            while !state.ready.is_empty() || state.running > 0 {
                state = self
                    .still
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            let first = state.timers.first_key_value().map(|((at, _), _)| *at);
            let Some(at) = first.filter(|at| *at <= state.now + patience) else {
                return;
            };
            let step = at.saturating_sub(state.now);
            drop(state);
            self.advance(step);
        }
    }

    /// Lets time pass.
    pub(crate) fn advance(&self, step: Millis) {
        let mut state = self.state();
        state.now += step;
        let now = state.now;
        let later = state.timers.split_off(&(now + 1, 0));
        let due = std::mem::replace(&mut state.timers, later);
        drop(state);
        due.into_values().for_each(Waker::wake);
    }
}

fn any_index(len: usize) -> usize {
    use shuttle::rand::Rng;
    shuttle::rand::thread_rng().gen_range(0..len)
}

/// The worker threads of one schedule; dropped, they end, and with them the tasks.
pub(crate) struct Workers {
    pub(crate) runtime: Arc<Runtime>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    pub(crate) fn start(count: usize) -> Self {
        let runtime = Arc::new(Runtime {
            state: Mutex::new(State {
                tasks: Vec::new(),
                ready: Vec::new(),
                running: 0,
                closed: false,
                now: 1000,
                timers: BTreeMap::new(),
                next_timer: 0,
            }),
            work: Condvar::new(),
            still: Condvar::new(),
        });
        CURRENT.set(Some(runtime.clone()));
        let threads = (0..count)
            .map(|_| {
                let runtime = runtime.clone();
                shuttle::thread::spawn(move || runtime.work())
            })
            .collect();
        Self { runtime, threads }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.runtime.state().closed = true;
        self.runtime.work.notify_all();
        for thread in self.threads.drain(..) {
            thread.join().unwrap();
        }
        let tasks = std::mem::take(&mut self.runtime.state().tasks);
        drop(tasks);
        forget_thread();
        CURRENT.set(None);
    }
}

/// `tokio::runtime::Handle`.
pub(crate) struct Handle(Arc<Runtime>);

/// `tokio::runtime::TryCurrentError`.
#[derive(Debug)]
pub(crate) struct TryCurrentError;

impl Handle {
    pub(crate) fn try_current() -> Result<Self, TryCurrentError> {
        Runtime::try_current().map(Self).ok_or(TryCurrentError)
    }

    pub(crate) fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        self.0.spawn(future);
    }
}

/// `tokio::task::yield_now`. When the task comes again is up to the scheduler, as always.
pub(crate) async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// `std::thread::LocalKey`, of a cell.
pub(crate) struct PerThread<C> {
    name: &'static str,
    value: PhantomData<fn() -> C>,
}

impl<T: Default + 'static> PerThread<Cell<T>> {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self {
            name,
            value: PhantomData,
        }
    }

    fn key(&self) -> (usize, &'static str) {
        let thread = if in_model() {
            shuttle::current::me().into()
        } else {
            usize::MAX
        };
        (thread, self.name)
    }

    pub(crate) fn take(&self) -> T {
        PER_THREAD
            .with_borrow_mut(|values| values.remove(&self.key()))
            .and_then(|value| value.downcast().ok())
            .map_or_else(T::default, |value| *value)
    }

    pub(crate) fn set(&self, value: T) {
        let old = PER_THREAD.with_borrow_mut(|values| values.insert(self.key(), Box::new(value)));
        drop(old);
    }
}

/// What the standard library does at the end of a thread.
fn forget_thread() {
    let me: usize = shuttle::current::me().into();
    let values = PER_THREAD.with_borrow_mut(|values| {
        values
            .extract_if(|(thread, _), _| *thread == me)
            .collect::<Vec<_>>()
    });
    drop(values);
}
