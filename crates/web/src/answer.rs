//! What handlers take and give: forms whose errors are pages, templates that become answers.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;
use unhunch_app::App;

use crate::error::PageError;

/// The answer of a handler: a page, or the page that says what went wrong.
pub type Answer = Result<Response, Failure>;

/// A failure that knows how to become a page.
pub struct Failure {
    app: Arc<App>,
    error: PageError,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        self.error.page(&self.app)
    }
}

/// Turns errors into answers, with the app that has the words for them.
pub trait OrErrorPage<T> {
    /// The value, or the page that says what went wrong.
    fn or_page(self, app: &Arc<App>) -> Result<T, Failure>;
}

impl<T, E: Into<PageError>> OrErrorPage<T> for Result<T, E> {
    fn or_page(self, app: &Arc<App>) -> Result<T, Failure> {
        self.map_err(|error| Failure {
            app: Arc::clone(app),
            error: error.into(),
        })
    }
}

/// Has the host do what may take long, where it keeps nobody else waiting: its answer, or none
/// where too much of that waits already.
pub async fn apart(
    app: &App,
    work: impl Future<Output = Response> + Send + 'static,
) -> Option<Response> {
    let (answers, answer) = oneshot::channel();
    let work = async move {
        // Nobody waits for it any more where this fails.
        let _ = answers.send(work.await);
    };
    if app.host().apart(Box::pin(work)).await {
        answer.await.ok()
    } else {
        None
    }
}

/// A template as an answer.
pub fn html(app: &Arc<App>, template: &impl Template) -> Answer {
    let html = template.render().or_page(app)?;
    Ok(Html(html).into_response())
}

/// A page as an answer, or, where there is none, the page that says why.
pub fn html_found(app: &Arc<App>, page: Option<impl Template>, missing: PageError) -> Answer {
    html(app, &page.ok_or(missing).or_page(app)?)
}

/// A template as an answer with another status than 200.
pub fn html_with(app: &Arc<App>, status: StatusCode, template: &impl Template) -> Answer {
    Ok((status, html(app, template)?).into_response())
}

/// A form that one of our pages sends; anything else is answered with a page that says so.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Form<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        match axum::extract::Form::<T>::from_request(request, app).await {
            Ok(axum::extract::Form(form)) => Ok(Self(form)),
            Err(rejection) => Err(refusal(rejection.status(), rejection.body_text())).or_page(app),
        }
    }
}

/// What a form of ours sends, field by field and in its order, files included.
pub struct Fields(Vec<Field>);

struct Field {
    name: String,
    value: Bytes,
    is_file: bool,
}

impl Fields {
    /// The text of a field; none where it wasn't sent.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| text)
    }

    /// The names and texts of all fields that are no files.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.0.iter().filter(|field| !field.is_file);
        texts.filter_map(|field| Some((field.name.as_str(), str::from_utf8(&field.value).ok()?)))
    }

    /// What is in the file of a field; none where none was sent.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        let field = self
            .0
            .iter()
            .find(|field| field.is_file && field.name == name)?;
        Some(&field.value)
    }
}

impl FromRequest<Arc<App>> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        let multipart = request
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
        if !multipart {
            let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, app).await?;
            let fields = fields.into_iter().map(|(name, value)| Field {
                name,
                value: value.into(),
                is_file: false,
            });
            return Ok(Self(fields.collect()));
        }
        let mut upload = Multipart::from_request(request, app)
            .await
            .map_err(|rejection| refusal(rejection.status(), rejection.body_text()))
            .or_page(app)?;
        let wrong = |error: MultipartError| refusal(error.status(), error.body_text());
        let mut fields = Vec::new();
        while let Some(field) = upload.next_field().await.map_err(wrong).or_page(app)? {
            let name = field.name().unwrap_or_default().to_owned();
            let is_file = field.file_name().is_some();
            let value = field.bytes().await.map_err(wrong).or_page(app)?;
            if !is_file && str::from_utf8(&value).is_err() {
                let detail = format!("{name} is no text");
                return Err(PageError::BadRequest(detail)).or_page(app);
            }
            fields.push(Field {
                name,
                value,
                is_file,
            });
        }
        Ok(Self(fields))
    }
}

/// What an address asks with; anything else than a page of ours asks is answered with a page
/// that says so.
pub struct QueryParams<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Arc<App>> for QueryParams<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        match Query::<T>::from_request_parts(parts, app).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(refusal(rejection.status(), rejection.body_text())).or_page(app),
        }
    }
}

/// The id in an address; one that can't be any is a page that isn't there.
pub struct PathParam<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<App>> for PathParam<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        match Path::<T>::from_request_parts(parts, app).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(PageError::NotFound).or_page(app),
        }
    }
}

fn refusal(status: StatusCode, detail: String) -> PageError {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        PageError::TooLarge
    } else {
        PageError::BadRequest(detail)
    }
}
