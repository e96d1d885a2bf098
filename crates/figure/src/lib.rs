//! The room where poses become moving figures: a pose in, an animated SVG out.
//!
//! It stays pure: poses come in as data, pictures go out as text. From a file's poses
//! ([`script`]) come key poses whose contacts are met ([`contact`]), from those the pose at every
//! moment ([`animation`]), from a pose the body ([`body`]), from the body its forms ([`shape`],
//! [`figure`], [`props`]) and from the forms of all moments ([`motion`]) the picture ([`svg`]).

#![allow(
    clippy::similar_names,
    reason = "left and right, one and other: a body's names are twins"
)]

pub mod animation;
pub mod body;
pub mod contact;
pub mod figure;
pub mod joints;
pub mod math;
mod motion;
pub mod pose;
pub mod props;
pub mod script;
pub mod shape;
pub mod svg;

pub use animation::{Action, Animation, FigureError, Span};
pub use pose::Side;

/// The version of the code that draws: another one may draw the same file otherwise.
pub const VERSION: &str = env!("FIGURE_VERSION");
