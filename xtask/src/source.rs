//! Reads Rust source just closely enough to see which paths it names.

use std::iter::Peekable;
use std::vec::IntoIter;

/// The code of a file without comments, texts, and what only tests have.
pub fn code_of(text: &str) -> String {
    without_tests(&without_texts(text))
}

/// Comments and literals as spaces.
fn without_texts(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = |place: usize| letters.get(place).copied().unwrap_or('\0');
    let mut code = String::with_capacity(text.len());
    let mut place = 0;
    while place < letters.len() {
        let end = match (at(place), at(place + 1)) {
            ('/', '/') => (place..letters.len()).find(|end| at(*end) == '\n'),
            ('/', '*') => Some(end_of_comment(&letters, place)),
            ('"', _) => Some(end_of_text(&letters, place)),
            ('r', '"' | '#') if !is_word(letters.get(place.wrapping_sub(1)).copied()) => {
                end_of_raw_text(&letters, place)
            }
            // What isn't closed after one letter is a lifetime.
            ('\'', '\\') => (place + 3..letters.len())
                .find(|end| at(*end) == '\'')
                .map(|end| end + 1),
            ('\'', _) if at(place + 2) == '\'' => Some(place + 3),
            _ => {
                code.push(at(place));
                place += 1;
                continue;
            }
        };
        let Some(end) = end else {
            if at(place) == 'r' {
                code.push('r');
                place += 1;
                continue;
            }
            break;
        };
        code.push(' ');
        place = end;
    }
    code
}

fn is_word(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
}

fn end_of_comment(letters: &[char], begin: usize) -> usize {
    let mut depth = 0;
    let mut place = begin;
    while place < letters.len() {
        match letters[place..] {
            ['/', '*', ..] => depth += 1,
            ['*', '/', ..] => depth -= 1,
            _ => {
                place += 1;
                continue;
            }
        }
        place += 2;
        if depth == 0 {
            break;
        }
    }
    place
}

fn end_of_text(letters: &[char], begin: usize) -> usize {
    let mut place = begin + 1;
    while place < letters.len() && letters[place] != '"' {
        place += if letters[place] == '\\' { 2 } else { 1 };
    }
    place + 1
}

/// Where a text like `r#"…"#` ends; none where there is none.
fn end_of_raw_text(letters: &[char], begin: usize) -> Option<usize> {
    let marks = letters[begin + 1..]
        .iter()
        .take_while(|letter| **letter == '#')
        .count();
    let quote = begin + 1 + marks;
    if letters.get(quote) != Some(&'"') {
        return None;
    }
    let mut close = vec!['"'];
    close.extend(std::iter::repeat_n('#', marks));
    let rest = letters.get(quote + 1..)?;
    let length = rest.windows(close.len()).position(|part| part == close)?;
    Some(quote + 1 + length + close.len())
}

/// Leaves out what stands below `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(begin) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..begin]);
        rest = &rest[begin..];
        let mut depth = 0;
        let end = rest.char_indices().find(|(_, letter)| match letter {
            '{' => {
                depth += 1;
                false
            }
            '}' => {
                depth -= 1;
                depth == 0
            }
            ';' => depth == 0,
            _ => false,
        });
        rest = end.map_or("", |(end, _)| &rest[end + 1..]);
    }
    kept.push_str(rest);
    kept
}

/// A word, or a mark; `::` is one.
type Tokens = Peekable<IntoIter<String>>;

fn tokens(code: &str) -> Tokens {
    let mut tokens: Vec<String> = Vec::new();
    let mut is_in_word = false;
    for letter in code.chars() {
        let is_word = is_word(Some(letter));
        match tokens.last_mut() {
            Some(last) if is_word && is_in_word => last.push(letter),
            Some(last) if letter == ':' && last == ":" => last.push(letter),
            _ if letter.is_whitespace() => {}
            _ => tokens.push(letter.to_string()),
        }
        is_in_word = is_word;
    }
    tokens.into_iter().peekable()
}

/// Every path of two names or more that code names: those in `use`, each for itself, and all
/// others; of `a::b::<T>` and `a::b!` it is `a::b`.
pub fn paths_in(code: &str) -> Vec<Vec<String>> {
    let mut tokens = tokens(code);
    let mut paths = Vec::new();
    while let Some(token) = tokens.next() {
        let is_name = is_word(token.chars().next());
        if token == "use" && tokens.peek().is_none_or(|next| next != "<") {
            use_tree(&mut tokens, &[], &mut paths);
        } else if is_name {
            let mut path = vec![token];
            while tokens.next_if(|next| next == "::").is_some() {
                let name = tokens.next_if(|next| is_word(next.chars().next()));
                let Some(name) = name else { break };
                path.push(name);
            }
            paths.push(path);
        }
    }
    paths.retain(|path| path.len() > 1);
    paths
}

/// Reads a tree of `use` to its end: one name after the other, or a group.
fn use_tree(tokens: &mut Tokens, before: &[String], paths: &mut Vec<Vec<String>>) {
    let mut path = before.to_vec();
    loop {
        match tokens.peek().map(String::as_str) {
            Some("{") => {
                tokens.next();
                while tokens.peek().is_some_and(|next| next != "}") {
                    use_tree(tokens, &path, paths);
                    if tokens.next_if(|next| next == ",").is_none() {
                        break;
                    }
                }
                tokens.next_if(|next| next == "}");
                return;
            }
            Some("::" | "*") => _ = tokens.next(),
            Some("as") => {
                tokens.next();
                tokens.next();
            }
            // Of `a::{self}` it is `a`.
            Some("self") if !path.is_empty() => _ = tokens.next(),
            Some(name) if is_word(name.chars().next()) => path.extend(tokens.next()),
            _ => break,
        }
    }
    paths.push(path);
}
