"""Practice: a case file of invented people, in plain text and marked as such. It never meets a real case."""

from capi.practice.opening import open_practice as open_practice
from capi.practice.people import PEOPLE as PEOPLE
from capi.practice.people import Person as Person
