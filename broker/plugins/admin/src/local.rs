//! The users and groups of this machine, by the names of `/etc/passwd` and `/etc/group`.

use std::fs;
use std::io;

/// The number of a user; `None` if the name is empty.
///
/// # Errors
/// When there is no such user.
pub(crate) fn user(name: &str) -> io::Result<Option<u32>> {
    number_of(name, "/etc/passwd", "user")
}

/// The number of a group; `None` if the name is empty.
///
/// # Errors
/// When there is no such group.
pub(crate) fn group(name: &str) -> io::Result<Option<u32>> {
    number_of(name, "/etc/group", "group")
}

/// The name of a user.
pub(crate) fn user_name(number: u32) -> Option<String> {
    name_in(&fs::read_to_string("/etc/passwd").ok()?, number)
}

/// Whether a user is in a group: it is the group of its process, or it is listed as a member.
pub(crate) fn is_in_group(user: u32, own_group: u32, group: &str) -> bool {
    if group.parse() == Ok(own_group) {
        return true;
    }
    let Ok(groups) = fs::read_to_string("/etc/group") else {
        return false;
    };
    is_member(&groups, group, own_group, user_name(user).as_deref())
}

fn number_of(name: &str, file: &str, what: &str) -> io::Result<Option<u32>> {
    if name.is_empty() {
        return Ok(None);
    }
    if let Ok(number) = name.parse() {
        return Ok(Some(number));
    }
    let text = fs::read_to_string(file)?;
    let number = text.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next() == Some(name)).then(|| fields.nth(1)?.parse().ok())?
    });
    let missing = || {
        let text = format!("there is no {what} {name:?}");
        io::Error::new(io::ErrorKind::NotFound, text)
    };
    number.ok_or_else(missing).map(Some)
}

fn name_in(passwd: &str, number: u32) -> Option<String> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(number)).then(|| name.to_owned())
    })
}

/// Whether the group of this name or number has the number `own_group` or this user as a member.
fn is_member(groups: &str, group: &str, own_group: u32, user: Option<&str>) -> bool {
    groups.lines().any(|line| {
        let mut fields = line.split(':');
        let (name, _, number, members) = (
            fields.next().unwrap_or_default(),
            fields.next(),
            fields.next().unwrap_or_default(),
            fields.next().unwrap_or_default(),
        );
        (name == group || number == group)
            && (number.parse() == Ok(own_group)
                || user.is_some_and(|user| members.split(',').any(|member| member == user)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_found() {
        assert_eq!(user("root").unwrap(), Some(0));
        assert_eq!((group("").unwrap(), group("7").unwrap()), (None, Some(7)));
        assert!(user("nobody of this name").is_err());
        assert_eq!(
            name_in("root:x:0:0\nann:x:7:7\n", 7).as_deref(),
            Some("ann")
        );
        assert_eq!(name_in("broken\n", 7), None);
    }

    #[test]
    fn a_member_is_one_by_group_or_by_list() {
        let groups = "wheel:x:10:ann,bob\nops:x:20:\n";
        assert!(is_member(groups, "wheel", 1, Some("bob")));
        assert!(is_member(groups, "10", 1, Some("ann")));
        assert!(is_member(groups, "ops", 20, None));
        assert!(!is_member(groups, "wheel", 1, Some("bo")));
        assert!(!is_member(groups, "ops", 1, Some("bob")));
        assert!(!is_member(groups, "none", 10, Some("bob")));
    }
}
