//! A page of a list.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::time::SystemTime;

use super::token::digest;
use super::{Fields, Filter, ListError, Order, PageToken};

/// The size of a page if none is said.
const PAGE_SIZE: u32 = 20;

/// The largest page.
pub const MAX_PAGE_SIZE: u32 = 10_000;

/// What a list is asked for, as the requests of the API spell it, and then what was read of it.
#[derive(Debug, Clone)]
pub struct ListQuery {
    filter: Filter,
    order: Order,
    after: Option<PageToken>,
    /// How many things of the order come before the page, from where it begins.
    offset: usize,
    size: usize,
    /// Of what list the tokens are.
    list: u64,
}

/// The arguments of a list. [`Default`] asks for the first page of all.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListArguments<'a> {
    /// See [`Filter`].
    pub filter: &'a str,
    /// See [`Order`].
    pub order_by: &'a str,
    /// The order if none is asked for. It should be one that does not change while things live, as the time they were made.
    pub default_order: &'a str,
    /// The token of the page before.
    pub page_token: &'a str,
    /// The number of the page, from 1; 0 is 1.
    pub page: u32,
    /// The size of a page; 0 is 20, more than [`MAX_PAGE_SIZE`] is that.
    pub page_size: u32,
    /// Only count.
    pub count_only: bool,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it.
    pub things: Vec<T>,
    /// How many there are on all pages.
    pub total: u32,
    /// For the next page; empty on the last.
    pub next_page_token: String,
}

impl ListQuery {
    /// Reads the arguments of a list of things of the type `T`. `now` is what times like `-1h` are counted from.
    ///
    /// # Errors
    /// What cannot be read, and a token of another list.
    pub fn read<T: Fields>(
        arguments: &ListArguments<'_>,
        now: SystemTime,
    ) -> Result<Self, ListError> {
        let filter = Filter::parse::<T>(arguments.filter, now)?;
        let order = if arguments.order_by.trim().is_empty() {
            Order::parse::<T>(arguments.default_order)?
        } else {
            Order::parse::<T>(arguments.order_by)?
        };
        let list = digest(&[
            arguments.filter.as_bytes(),
            arguments.order_by.trim().as_bytes(),
        ]);
        let after = read_token(arguments, list, &order)?;
        let size = match arguments.page_size {
            _ if arguments.count_only => 0,
            0 => PAGE_SIZE,
            size => size.min(MAX_PAGE_SIZE),
        };
        let before = u64::from(arguments.page.saturating_sub(1)) * u64::from(size);
        Ok(Self {
            filter,
            order,
            after,
            offset: usize::try_from(before).unwrap_or(usize::MAX),
            size: size as usize,
            list,
        })
    }

    /// The filter.
    #[must_use]
    pub const fn filter(&self) -> &Filter {
        &self.filter
    }

    /// Picks the page out of things in any order. It holds as many as come up to the end of the page, however many there are.
    #[must_use]
    pub fn select<T: Fields>(&self, things: impl IntoIterator<Item = T>) -> Page<T> {
        let end = self.offset.saturating_add(self.size);
        let mut total: u32 = 0;
        let mut first = BinaryHeap::new();
        for thing in things {
            if !self.filter.fits(&thing) {
                continue;
            }
            total = total.saturating_add(1);
            let before = self
                .after
                .as_ref()
                .is_some_and(|after| !self.order.is_after(&thing, after));
            if before || self.size == 0 {
                continue;
            }
            first.push(Ranked {
                thing,
                order: &self.order,
            });
            // One more than the page holds, which tells that there is a next one.
            if first.len() > end.saturating_add(1) {
                first.pop();
            }
        }
        let mut sorted = first.into_sorted_vec();
        let more = sorted.len() > end;
        sorted.truncate(end);
        let page = sorted.drain(self.offset.min(sorted.len())..);
        let things: Vec<T> = page.map(|ranked| ranked.thing).collect();
        let next_page_token = match things.last() {
            Some(last) if more => PageToken::after(last, &self.order, self.list).encode(),
            _ => String::new(),
        };
        Page {
            things,
            total,
            next_page_token,
        }
    }
}

fn read_token(
    arguments: &ListArguments<'_>,
    list: u64,
    order: &Order,
) -> Result<Option<PageToken>, ListError> {
    let wrong = |problem: &str| Err(ListError::new("page_token", 0, problem));
    if arguments.page_token.is_empty() {
        return Ok(None);
    }
    if arguments.page > 1 {
        return wrong("it does not go together with `page`");
    }
    let token = PageToken::parse(arguments.page_token)?;
    if token.list() != list || token.values().len() != order.keys.len() {
        return wrong("it is of a list with another filter or order");
    }
    Ok(Some(token))
}

/// A thing in its order.
struct Ranked<'a, T> {
    thing: T,
    order: &'a Order,
}

impl<T: Fields> Ord for Ranked<'_, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order.compare(&self.thing, &other.thing)
    }
}

impl<T: Fields> PartialOrd for Ranked<'_, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Fields> PartialEq for Ranked<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T: Fields> Eq for Ranked<'_, T> {}
