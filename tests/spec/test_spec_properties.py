"""What holds of the rules for any values at all."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spec_samples import ENDPOINT, json_values, values_of

from vidwidgets.errors import InvalidRequest
from vidwidgets.providers.find import endpoints
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.problem import Problem
from vidwidgets.spec.values import Values, same

EVERY = {endpoint.id: endpoint for endpoint in (ENDPOINT, *endpoints())}
ODD = {endpoint_id: values_of(endpoint) for endpoint_id, endpoint in EVERY.items()}
PLAIN = {endpoint_id: values_of(endpoint, odd=False) for endpoint_id, endpoint in EVERY.items()}
every_endpoint = pytest.mark.parametrize("endpoint", EVERY.values(), ids=EVERY.keys())


def is_sentences(problems: list[Problem], endpoint: Endpoint, values: dict[str, Any]) -> bool:
    """Whether each problem is a sentence about fields or about words that were given."""
    known = {field.name for field in endpoint.fields} | set(values)
    return all(p.message.strip() and set(p.fields) <= known for p in problems)


@every_endpoint
@given(data=st.data())
def test_nothing_is_too_odd_to_be_judged(endpoint: Endpoint, data: st.DataObject) -> None:
    """Any values have problems, warnings, options and a price, and never raise; without a problem they are JSON."""
    values = data.draw(ODD[endpoint.id])
    problems = endpoint.problems(values)
    assert is_sentences(problems, endpoint, values)
    assert is_sentences(endpoint.warnings(values), endpoint, values)
    price = endpoint.price(values)
    assert price is None or (price.amount >= 0 and math.isfinite(price.amount))
    for field in endpoint.fields:
        allowed, offered = endpoint.options(field.name, values), endpoint.offered(field.name, values)
        assert all(any(same(option, known) for known in field.choices()) for option in (*allowed, *offered))
    try:
        body = endpoint.body(values)
    except InvalidRequest:
        assert problems
    else:
        if not problems:
            assert json.dumps(body, allow_nan=False, ensure_ascii=False).encode()


@every_endpoint
@given(data=st.data())
def test_an_offered_option_is_not_rejected(endpoint: Endpoint, data: st.DataObject) -> None:
    """Taking an option that is offered breaks no rule that reads its field, unless the field leads the others."""
    values = data.draw(PLAIN[endpoint.id])
    field = data.draw(st.sampled_from([f for f in endpoint.fields if f.choices() and not getattr(f, "leads", False)]))
    reading = [rule.why for rule in endpoint.rules if field.name in rule.reads and hasattr(rule, "why")]
    for option in endpoint.options(field.name, values):
        after = endpoint.problems({**values, field.name: option})
        assert not [problem for problem in after if problem.message in reading]
        assert not [problem for problem in after if problem.fields == (field.name,) and problem.message not in reading]


@every_endpoint
@given(data=st.data())
def test_an_option_that_is_not_offered_breaks_a_rule(endpoint: Endpoint, data: st.DataObject) -> None:
    """What is not offered would break a rule that reads the field: nothing is kept from a person without a reason."""
    values = data.draw(PLAIN[endpoint.id])
    field = data.draw(st.sampled_from([f for f in endpoint.fields if f.choices()]))
    offered = endpoint.options(field.name, values)
    for option in field.choices():
        if not any(same(option, one) for one in offered):
            seen = Values(endpoint.resolve({**values, field.name: option}), endpoint.defaults)
            assert any(rule.problem(seen) for rule in endpoint.rules if field.name in rule.reads)


@given(values=ODD[ENDPOINT.id])
def test_problems_are_in_form_order_and_leave_the_values_alone(values: dict[str, Any]) -> None:
    """Unknown words first, then fields in form order; judging changes nothing that was given."""
    before = repr(values)
    fields = [p.fields[0] for p in ENDPOINT.problems(values)]
    order = [field.name for field in ENDPOINT.fields]
    alone = [order.index(name) for name in dict.fromkeys(fields) if name in order]
    unknown = [at for at, name in enumerate(fields) if name not in order]
    assert unknown == list(range(len(unknown)))
    assert alone[: len(set(alone))] == alone
    assert repr(values) == before


@given(given_values=st.dictionaries(st.text(max_size=3), json_values, max_size=4), name=st.text(max_size=3))
def test_has_means_a_person_gave_something(given_values: dict[str, Any], name: str) -> None:
    """Empty text and empty lists are nothing; 0, False and any other value are something; a default never is."""
    value = given_values.get(name)
    empty = value is None or value in ("", [])
    assert Values(given_values, {name: "default"}).has(name) is not empty
    assert Values(given_values, {name: "default"})[name] == "default" or name in given_values


@given(one=json_values, other=json_values)
def test_same_is_of_type_and_value(one: object, other: object) -> None:
    """Two values are the same only where both type and value are; the order of asking does not matter."""
    assert same(one, other) == same(other, one)
    if same(one, other):
        assert type(one) is type(other)
        assert one == other


@pytest.mark.parametrize(("one", "other"), [(5, "5"), (5, 5.0), (1, True), (0, False), ("a", "A"), (None, False)])
def test_literals_that_python_confuses_are_different(one: object, other: object) -> None:
    """5, "5", 5.0 and True are four things to a provider."""
    assert not same(one, other)
    assert same(one, one)
