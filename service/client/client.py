"""The client: one method for each thing that the service can be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from service.client import asked
from service.client.exchange import Exchange, connected
from service.client.options import ExternalSimilarOptions, RecommendOptions, SimilarOptions
from service.client.pins import Pins

if TYPE_CHECKING:
    import httpx2

    from service.external.documents import ExternalAnswerDocument, ExternalQuestionDocument
    from service.history import HistoryAnswer
    from service.recommend_document import FilesAnswerDocument, RecommendDocument
    from service.routes.audit import AuditDocument
    from service.schemas.admin import AddedTitleDocument, ReloadDocument
    from service.schemas.answers import AnswerDocument
    from service.schemas.batch import BatchAnswerDocument
    from service.schemas.diff import DiffDocument
    from service.schemas.map import MapDocument
    from service.schemas.model import ModelDocument
    from service.schemas.search import SearchDocument
    from service.schemas.state import RootDocument
    from service.schemas.titles import TitleDocument
    from service.schemas.vocabulary import VocabularyDocument, VocabularyTone


class Client:
    """Asks one service.

    Parameters
    ----------
    base_url : str
        Where it listens: ``http://127.0.0.1:8000``, with the path that a proxy puts before it.
    timeout : float
        Seconds to connect, and seconds between two pieces of an answer.
    retries : int
        How often a request is sent again that was answered with 503 and ``Retry-After``.
    longest_wait : float
        Seconds to wait at most before each of them.
    token : str or None
        The operator's token; only :meth:`put_title` and :meth:`reload` send it.
    language : str or None
        Languages of answers, as in ``Accept-Language``; None takes what the service speaks by itself.
    pinned : bool
        Whether all questions are asked of the version of the model that answered the first one, until that is
        gone. Further pages of a list always are.
    transport : httpx2.BaseTransport or None
        Another way to the service than the network, as in tests.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout: float = 15.0,
        retries: int = 2,
        longest_wait: float = 10.0,
        token: str | None = None,
        language: str | None = None,
        pinned: bool = False,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        headers = {"accept": "application/json"} | ({} if language is None else {"accept-language": language})
        self._exchange = Exchange(
            connected(base_url, timeout=timeout, headers=headers, transport=transport),
            retries=retries,
            longest_wait=longest_wait,
            token=token,
            pins=Pins(all_questions=pinned),
        )

    def __repr__(self) -> str:
        """Tell where the service is."""
        return f"Client({str(self._exchange.http.base_url)!r})"

    def __enter__(self) -> Self:
        """Return the client; its connections are closed at the end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._exchange.http.close()

    # What to watch next

    def similar(self, title: str, **options: Unpack[SimilarOptions]) -> AnswerDocument:
        """Return titles similar to the one that bears a name.

        Parameters
        ----------
        title : str
            Any name of the title, or its id; a year may follow.
        **options : SimilarOptions
            Filters and wishes: ``k=5, form="film", countries_any=["JP", "KR"]``.

        Returns
        -------
        AnswerDocument
            Ranked and explained.

        Raises
        ------
        NotFound, Ambiguous
            If no title bears the name, or several may be meant; both carry ``choices``.
        """
        return self._exchange.ask(asked.SIMILAR, options={"title": title, **options})

    def similar_to_id(self, id: str, **options: Unpack[SimilarOptions]) -> AnswerDocument:
        """Return titles similar to the one of an id.

        Parameters
        ----------
        id : str
            Identifier of a title; a search gives it.
        **options : SimilarOptions
            Filters and wishes.

        Returns
        -------
        AnswerDocument
            Ranked and explained.
        """
        return self._exchange.ask(asked.SIMILAR_TO_ID, {"id": id}, options=options)

    def recommend(
        self, question: RecommendDocument | Mapping[str, Any]
    ) -> AnswerDocument | FilesAnswerDocument:
        """Return titles that answer a question.

        Parameters
        ----------
        question : RecommendDocument or mapping
            Liked and disliked titles, a premise, wishes, filters, several viewers, histories.

        Returns
        -------
        AnswerDocument or FilesAnswerDocument
            Ranked and explained; with what became of the files, where some came.
        """
        return self._exchange.ask(asked.RECOMMEND, json=_body(question))

    def recommend_by_address(self, **options: Unpack[RecommendOptions]) -> AnswerDocument:
        """Return titles that answer a question without files.

        Such an answer is held, and shown again while it is right.

        Parameters
        ----------
        **options : RecommendOptions
            ``like=["Goblin", "Signal"], text="…", form="series"``.

        Returns
        -------
        AnswerDocument
            Ranked and explained.
        """
        return self._exchange.ask(asked.RECOMMEND_BY_ADDRESS, options=options)

    def batch(self, questions: Sequence[RecommendDocument | Mapping[str, Any]]) -> BatchAnswerDocument:
        """Return the answers to up to fifty questions.

        Parameters
        ----------
        questions : sequence of (RecommendDocument or mapping)
            Each as :meth:`recommend` takes it.

        Returns
        -------
        BatchAnswerDocument
            In their order; a question that cannot be answered has its problem there and raises nothing.
        """
        return self._exchange.ask(asked.BATCH, json={"questions": [*map(_body, questions)]})

    def external_similar(
        self, site: str, id: str, **options: Unpack[ExternalSimilarOptions]
    ) -> ExternalAnswerDocument:
        """Return titles similar to the one that bears an id of another site, with their ids there.

        Parameters
        ----------
        site : str
            Such as ``Imdb``, in any case.
        id : str
            The id there.
        **options : ExternalSimilarOptions
            Filters and wishes, ``type="series"`` where a site counts films and series apart, and in
            ``reply`` the sites whose ids are wanted.

        Returns
        -------
        ExternalAnswerDocument
            Ids in order, with reasons.
        """
        return self._exchange.ask(asked.EXTERNAL_SIMILAR, {"site": site, "id": id}, options=options)

    def external_recommend(
        self, question: ExternalQuestionDocument | Mapping[str, Any]
    ) -> ExternalAnswerDocument:
        """Return what to show of a library, by ids of other sites.

        Parameters
        ----------
        question : ExternalQuestionDocument or mapping
            What was liked and seen, and what the library holds.

        Returns
        -------
        ExternalAnswerDocument
            Ids in order, with reasons, and every id of the question that led to no title.
        """
        return self._exchange.ask(asked.EXTERNAL_RECOMMEND, json=_body(question))

    # The catalogue

    def search(self, q: str, *, limit: int = 10, language: str | None = None) -> SearchDocument:
        """Return titles that a typed name may mean.

        Parameters
        ----------
        q : str
            A name or part of it, in any script; a year may follow.
        limit : int
            Most titles to give.
        language : str or None
            Language of names.

        Returns
        -------
        SearchDocument
            The likeliest first.
        """
        return self._exchange.ask(asked.SEARCH, options={"q": q, "limit": limit, "language": language})

    def title(self, id: str, *, language: str | None = None) -> TitleDocument:
        """Return all that is known of one title.

        Parameters
        ----------
        id : str
            Identifier of the title.
        language : str or None
            Language of names.

        Returns
        -------
        TitleDocument
            Its row, tones, relations, people, and who says what.
        """
        return self._exchange.ask(asked.TITLE, {"id": id}, options={"language": language})

    def vocabulary(self, *, language: str | None = None) -> VocabularyDocument:
        """Return the words that a question may use.

        Parameters
        ----------
        language : str or None
            Language of names.

        Returns
        -------
        VocabularyDocument
            Tones, genres, regions, services, charts and others.
        """
        return self._exchange.ask(asked.VOCABULARY, options={"language": language})

    def tones(self, *, language: str | None = None) -> list[VocabularyTone]:
        """Return the tones that may be asked for.

        Parameters
        ----------
        language : str or None
            Language of names.

        Returns
        -------
        list of VocabularyTone
            As in :meth:`vocabulary`.
        """
        return self.vocabulary(language=language).tones

    def map(self) -> MapDocument:
        """Return where each title lies on the map of the catalogue.

        Returns
        -------
        MapDocument
            One entry a title in every list.
        """
        return self._exchange.ask(asked.MAP)

    def history(self, name: str, data: bytes) -> HistoryAnswer:
        """Return what an export of a viewer's history says, in the words of a question.

        Parameters
        ----------
        name : str
            Name of the file: some formats are told apart by nothing else.
        data : bytes
            What it holds.

        Returns
        -------
        HistoryAnswer
            What became of its rows; `like`, `dislike` and `exclude` for :meth:`recommend`.
        """
        return self._exchange.ask(asked.HISTORY, file=(name, data))

    def audit(self, name: str, data: bytes) -> AuditDocument:
        """Return what looks wrong in a catalogue.

        Parameters
        ----------
        name : str
            Name of the file.
        data : bytes
            What it holds.

        Returns
        -------
        AuditDocument
            Findings with advice, and what is missing.
        """
        return self._exchange.ask(asked.AUDIT, file=(name, data))

    # The model

    def overview(self) -> RootDocument:
        """Return what the service is, and which model it serves.

        Returns
        -------
        RootDocument
            With its pages.
        """
        return self._exchange.ask(asked.OVERVIEW)

    def model(self) -> ModelDocument:
        """Return the model that answers.

        Returns
        -------
        ModelDocument
            Its version, weights and blocks.
        """
        return self._exchange.ask(asked.MODEL)

    def model_diff(self, version: str, *, sample: int = 50, k: int = 10) -> DiffDocument:
        """Return what changes if another version takes the place of the served one.

        Parameters
        ----------
        version : str
            Another published version.
        sample : int
            So many titles are asked for.
        k : int
            How long the lists are.

        Returns
        -------
        DiffDocument
            The lists that change, the most changed ones first.
        """
        return self._exchange.ask(asked.MODEL_DIFF, options={"version": version, "sample": sample, "k": k})

    # For the operator

    def put_title(self, id: str, row: Mapping[str, Any]) -> AddedTitleDocument:
        """Add a title to the model that is served, or change it there.

        Parameters
        ----------
        id : str
            Identifier of the title.
        row : mapping
            A row of a catalogue, flat or native.

        Returns
        -------
        AddedTitleDocument
            The model that knows it, and what of it counts only after the next training.

        Raises
        ------
        Unauthorized
            If the token is missing or wrong.
        """
        return self._exchange.ask(asked.PUT_TITLE, {"id": id}, json=dict(row))

    def reload(self) -> ReloadDocument:
        """Have the service open the published model, verify it and serve it.

        Returns
        -------
        ReloadDocument
            What became of it.

        Raises
        ------
        Unauthorized
            If the token is missing or wrong.
        """
        return self._exchange.ask(asked.RELOAD)


def _body(question: Any) -> dict[str, Any]:
    """A question as JSON types; what was not set is left to the service."""
    if isinstance(question, Mapping):
        return {**question}
    document: dict[str, Any] = question.model_dump(mode="json", exclude_unset=True)
    return document
