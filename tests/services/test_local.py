"""The embedded service beyond the contract: its folder, its relay, its deaths."""

from __future__ import annotations

import email.policy
import os
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import replace
from email.parser import BytesParser
from pathlib import Path
from typing import TYPE_CHECKING

import mailparser
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cenum.edition.model import Address
from cenum.errors import CenumError, ServiceRefused, ServiceUnreachable
from cenum.services.local import LocalService, delivery
from cenum.services.local.tags import ONLINE_FOR_TEST if False else None
