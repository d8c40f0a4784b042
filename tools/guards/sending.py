"""The guards of sending and of the services."""

from __future__ import annotations

from tools.guards import ROOT, GuardTable, Mutation

RULES, ACT = "sending/rules.py", "sending/act.py"
MARK, DUE = "sending/mark.py", "sending/due.py"
SERVICE = "services/service.py"
LISTMONK, BREVO = "services/listmonk.py", "services/brevo.py"
MAILCHIMP, MAILJET = "services/mailchimp.py", "services/mailjet.py"
OWN_SITE = "cli/own_site.py"
ADDRESSES, ANSWERING = "archive/own_addresses.py", "archive/answering.py"
_MUTATIONS = (
    Mutation(
        "a test leaves alone what left",
        RULES,
        "_refuse_if_left(key, mine)\n    _refuse_if_several(key, mine)\n    return mine[0] if mine",
        "_refuse_if_several(key, mine)\n    return mine[0] if mine",
    ),
    Mutation(
        "a test wants one campaign at most",
        RULES,
        "_refuse_if_several(key, mine)\n    return mine[0] if mine",
        "return mine[0] if mine",
    ),
    Mutation(
        "a send leaves alone what left",
        RULES,
        "_refuse_if_left(edition.key, mine)\n    _refuse_if_several(edition.key, mine)\n    _refuse_if_not_tested",
        "_refuse_if_several(edition.key, mine)\n    _refuse_if_not_tested",
    ),
    Mutation(
        "a send wants exactly one campaign",
        RULES,
        "_refuse_if_several(edition.key, mine)\n    _refuse_if_not_tested",
        "_refuse_if_not_tested",
    ),
    Mutation(
        "a send wants this digest as tested",
        RULES,
        'if not mark.vouches_for(edition.digest):\n        message = _("the issue of {key} is no longer',
        'if False:\n        message = _("the issue of {key} is no longer',
    ),
    Mutation("a send wants the mark of a test", RULES, "if mark is None or mark.digest is None:", "if mark is None:"),
    Mutation("a send wants the approvals", RULES, "if missing > 0:", "if missing > 99:"),
    Mutation("an audience is not too small", RULES, "audience.size < least", "audience.size < 0"),
    Mutation("an audience is not too large", RULES, "(most is not None and audience.size > most)", "False"),
    Mutation(
        "cancelled campaigns are history", RULES, "if campaign.state is not State.CANCELLED\n        and (", "if ("
    ),
    Mutation("other issues' campaigns are nobody's business", RULES, "        and mark.key == key\n", ""),
    Mutation("another letter's campaigns are nobody's business", RULES, "        and mark.is_of(newsletter)\n", ""),
    Mutation(
        "what was cloned at the service is of the same letter",
        MARK,
        "while name != newsletter and (copy := _COPY.match(name)):",
        "while False:",
    ),
    Mutation(
        "Friday looks at what is scheduled",
        RULES,
        "if mark is None or not mark.vouches_for(edition.digest):",
        "if False:",
    ),
    Mutation(
        "Friday looks at the day that is scheduled",
        RULES,
        "    if hour.date() != edition",
        "    if False and hour.date() != edition",
    ),
    Mutation(
        "the day is the letter's own",
        RULES,
        "campaign.at.astimezone(edition.sending_at.tzinfo) if campaign.at",
        "campaign.at if campaign.at",
    ),
    Mutation(
        "Friday notices an hour that was not kept",
        RULES,
        "if now > (campaign.at or edition.sending_at) + GRACE:",
        "if False:",
    ),
    Mutation(
        "Friday notices what would leave twice", RULES, "    _refuse_if_it_leaves_again(edition.key, left)\n", ""
    ),
    Mutation(
        "Friday wants the approvals of what is scheduled",
        RULES,
        "    _refuse_if_not_proven(edition.key, campaign, proofs, remedy)\n    if now",
        "    if now",
    ),
    Mutation(
        "Friday leaves what was stopped half-way to a person",
        RULES,
        "if campaign.state in {State.PAUSED, State.INCOMPLETE, State.ARCHIVED}:",
        "if False:",
    ),
    Mutation(
        "a draft can't be cancelled",
        RULES,
        "if campaign.state in {State.SCHEDULED, State.SENDING, State.PAUSED}]",
        "]",
    ),
    Mutation("a test needs reviewers", RULES, "if not reviewers:", "if False:"),
    Mutation(
        "untested comes before the content is touched", ACT, "            service.rename(campaign.id, untested)\n", ""
    ),
    Mutation(
        "a test is of what was pushed",
        ACT,
        "        _kept_as_pushed(content, service, campaign, was_there=was_there)\n        outcome",
        "        outcome",
    ),
    Mutation("reviewers find what they are sent to", ACT, "    if online:\n        online()\n", ""),
    Mutation(
        "readers find what they are sent to",
        ACT,
        "if options.online and options.online():",
        "if False:",
    ),
    Mutation(
        "after a wait everything is looked at again",
        ACT,
        "options.online():\n        campaign, content = _may_leave(edition, service, settings, options)",
        "options.online():\n        pass",
    ),
    Mutation("a test that reached nobody vouches for nothing", ACT, "if not outcome.delivered:", "if False:"),
    Mutation(
        "the mark comes after the test",
        ACT,
        "        outcome = service.test(",
        "        service.rename(campaign.id, marked)\n        outcome = service.test(",
    ),
    Mutation("a send wants the arrival", RULES, "if proofs.arrival and not (mark and mark.arrived):", "if False:"),
    Mutation(
        "an approval is for what the service stores",
        ACT,
        "    _same_as_stored(service.content(edition), service, campaign)\n    mark =",
        "    mark =",
    ),
    Mutation("an approval has a name", RULES, "    if not name:\n", "    if False:\n"),
    Mutation("an approver's name is not cut off", RULES, "if len(name) > LONGEST_APPROVER:", "if False:"),
    Mutation(
        "an approval that was overwritten is not claimed",
        ACT,
        "    rules.mark_is_whole(name, campaign.name, marked)\n",
        "",
    ),
    Mutation(
        "a test's mark is there as a whole", ACT, "    rules.mark_is_whole(marked, campaign.name, tested)\n", ""
    ),
    Mutation("a test's mark fits", ACT, "    rules.mark_fits(marked)\n", ""),
    Mutation("an approval's mark fits", ACT, "    rules.mark_fits(name)\n", ""),
    Mutation(
        "a test that another machine began as well is refused",
        ACT,
        "[] if was_there else _mine(edition.key, service, settings))",
        "[])",
    ),
    Mutation(
        "a test of what left meanwhile is refused",
        ACT,
        "        rules.campaign_to_test(edition.key, [tested])  # which may have left meanwhile\n",
        "",
    ),
    Mutation(
        "a send compares what is stored",
        ACT,
        "    _same_as_stored(content, service, campaign)\n    return campaign, content\n",
        "    return campaign, content\n",
    ),
    Mutation(
        "a send looks at the audience",
        ACT,
        "    audience = service.audience()\n    rules.audience_is_expected(audience, settings.audience)\n",
        "    audience = service.audience()\n",
    ),
    Mutation(
        "a send goes to the list that was tested",
        SERVICE,
        'if part not in {"besides", "altered_at_sending"}',
        'if part not in {"besides", "altered_at_sending", "audience"}',
    ),
    Mutation(
        "a send compares what else a service stores",
        SERVICE,
        "if stored.besides.get(name) != value)",
        "if False)",
    ),
    Mutation(
        "a send looks last at the campaign's name",
        SERVICE,
        '[_("name")] if name != campaign.name else []',
        "[]",
    ),
    Mutation(
        "what left to a part of the readers is no success",
        RULES,
        "    if found.state in {State.PAUSED, State.INCOMPLETE}:\n",
        "    if False:\n",
    ),
    Mutation(
        "what reached nobody was not sent", RULES, "    if found.state is State.CANCELLED:\n", "    if False:\n"
    ),
    Mutation("more readers than were announced are told", RULES, "if (found.wanted or 0) > announced:", "if False:"),
    Mutation(
        "what left under another name is told", RULES, "    if found.name != cleared.name:\n", "    if False:\n"
    ),
    Mutation(
        "Friday notices what is being sent to nobody",
        RULES,
        "if takes_long(edition, campaign, now) and not campaign.reached:",
        "if False:",
    ),
    Mutation(
        "Friday notices what is being sent to nobody and has no hour",
        RULES,
        "now <= (campaign.at or edition.sending_at) + GRACE:",
        "not campaign.at or now <= campaign.at + GRACE:",
    ),
    Mutation(
        "Friday notices what stands still",
        ACT,
        "    if not rules.goes_on(campaign, found):\n        rules.refuse_what_stands_still(edition, found)\n",
        "",
    ),
    Mutation(
        "Friday notices what ends badly while it looks",
        ACT,
        "    rules.already_left(edition, [found], now, _proofs(settings))  # which may have come to a bad end meanwhile\n",
        "",
    ),
    Mutation(
        "nine o'clock wants somebody to have it",
        ACT,
        "    rules.somebody_has_it(edition.key, found)\n",
        "",
    ),
    Mutation(
        "what was changed as it left is told",
        ACT,
        "        rules.left_as_tested(key, found, content.differences_once_sent(stored))\n",
        "        pass\n",
    ),
    Mutation(
        "what was changed on its way is an alarm",
        ACT,
        "    rules.left_as_tested(edition.key, campaign, _changed_since_its_test(edition, service, campaign))\n",
        "",
    ),
    Mutation(
        "Friday notices what reached nobody while it looks",
        ACT,
        "    rules.leaves_for_somebody(edition.key, found)\n",
        "",
    ),
    Mutation(
        "Friday notices what was edited while it was stopped",
        ACT,
        "            rules.left_as_tested(edition.key, campaign, parts)\n",
        "",
    ),
    Mutation(
        "an issue may be corrected once it left",
        ACT,
        "    if not (mark and mark.vouches_for(edition.digest)):",
        "    if not mark:",
    ),
    Mutation(
        "what a service alters itself is no alarm",
        SERVICE,
        "{*self.altered_at_sending, *(",
        "{*(",
    ),
    Mutation(
        "a list that was deleted since is no alarm",
        SERVICE,
        '*([] if stored.audience else ["audience"])}',
        "}",
    ),
    Mutation(
        "a send waits until the service knows to whom it goes",
        ACT,
        "    found = _looked_at_while(service, found, rules.has_not_begun, options.pause)\n",
        "",
    ),
    Mutation(
        "more readers than the settings allow are an alarm afterwards",
        RULES,
        "if most is not None and (found.wanted or 0) > most:",
        "if False:",
    ),
    Mutation("draft: true is not sent", ACT, "    if options.draft:\n", "    if False:\n"),
    Mutation("unasked, a letter leaves on its day", ACT, "if options.today and not options.confirm:", "if False:"),
    Mutation("a letter's day is its own", RULES, "    if day == today:\n        return\n", "    return\n"),
    Mutation("a person is asked", ACT, "if not options.confirm(campaign, audience):", "if False:"),
    Mutation(
        "everything is looked at again after the question",
        ACT,
        "        campaign, content = _may_leave(edition, service, settings, options)\n    return",
        "    return",
    ),
    Mutation(
        "a lost answer is not repeated",
        ACT,
        "    except FateUnknown as mistake:\n        found = _look_until(service, campaign, _ON",
        "    except FateUnknown as mistake:\n        request()\n        found = _look_until(service, campaign, _ON",
    ),
    Mutation(
        "a lost answer is looked into",
        ACT,
        "found = _look_until(service, campaign, _ON_ITS_WAY, options.pause)",
        "found = None",
    ),
    Mutation("a draft proves nothing at first", ACT, "_LOOKS = 5", "_LOOKS = 1"),
    Mutation(
        "looking goes on while the line is down",
        ACT,
        "            found = service.campaign(campaign.id)\n        except CenumError:\n            continue",
        "            found = service.campaign(campaign.id)\n        except KeyError:\n            continue",
    ),
    Mutation(
        "a fate that stays unknown is not called done",
        ACT,
        "        if found is None:\n            raise FateUnknown(mistake.message, rules.look_there(campaign)) from mistake\n",
        "        if found is None:\n            return SendResult(campaign, audience)\n",
    ),
    Mutation(
        "a send that was accepted is not called a failure",
        ACT,
        "        except CenumError:\n            # The service",
        "        except KeyError:\n            # The service",
    ),
    Mutation(
        "another run that was faster is recognised",
        ACT,
        "        _refuse_if_another_was_faster(service, campaign)\n        raise",
        "        raise",
    ),
    Mutation(
        "Friday compares what is scheduled with what is stored",
        ACT,
        "    _same_as_stored(service.content(edition), service, campaign)\n    rules",
        "    rules",
    ),
    Mutation(
        "the nine o'clock look compares what is scheduled with what is stored",
        ACT,
        "    found = _as_it_should_be(edition, service, settings, campaign, now, pause)\n",
        "    found = campaign\n",
    ),
    Mutation(
        "Friday looks at the audience of what is scheduled",
        ACT,
        "    rules.audience_is_expected(service.audience(), settings.audience)\n\n\ndef _cleared",
        "\n\ndef _cleared",
    ),
    Mutation(
        "another edition that is scheduled for the hour is not this one",
        ACT,
        " and mark and mark.vouches_for(edition.digest)",
        "",
    ),
    Mutation(
        "the hour of what is scheduled is read",
        ACT,
        "        service.campaign(campaign.id) if campaign.state is State.SCHEDULED else campaign\n",
        "        campaign\n",
    ),
    Mutation(
        "what is scheduled for this hour is not scheduled again",
        ACT,
        "scheduled.state is State.SCHEDULED and scheduled.at == at and mark",
        "False and mark",
    ),
    Mutation(
        "a stop is believed when it is seen",
        ACT,
        "    if found is None:\n        raise FateUnknown(message, rules.look_there(campaign))\n    return before, found",
        "    return before, found or campaign",
    ),
    Mutation(
        "a lost answer to a test is no matter of fate",
        ACT,
        "    except FateUnknown as mistake:\n        raise ServiceUnreachable(",
        "    except KeyError as mistake:\n        raise ServiceUnreachable(",
    ),
    Mutation(
        "a mark is of one digest",
        MARK,
        "return self.digest is not None and digest.startswith(self.digest)",
        "return self.digest is not None",
    ),
    Mutation(
        "a mark is of its readers",
        ACT,
        "return replace(edition, digest=marked_digest(edition.digest, readers))",
        "return edition",
    ),
    Mutation(
        "whom it goes to is said first",
        ACT,
        "    if options.tell:\n        options.tell(audience)\n",
        "",
    ),
    Mutation(
        "one person approves once",
        MARK,
        "if person.casefold() in {name.casefold() for name in self.approvers}:",
        "if False:",
    ),
    Mutation(
        "a name is spelled in one way",
        MARK,
        'unicodedata.normalize("NFC", name)',
        "name",
    ),
    Mutation("a new test forgets the approvals", MARK, "        if self.approvers:\n", "        if False:\n"),
    Mutation("nothing is due before its hour", DUE, " or now < sending_at(newsletter, today)", ""),
    Mutation("a draft is never due", DUE, " or says_draft(path)", ""),
    Mutation(
        "nine o'clock misses an issue that is not there", DUE, "today.weekday() != newsletter.weekday or ", "True or "
    ),
    Mutation("nine o'clock knows the pauses", DUE, " or today in newsletter.pauses", ""),
    Mutation(
        "nine o'clock misses a draft",
        DUE,
        "    if says_draft(path):\n        message",
        "    if False:\n        message",
    ),
    Mutation(
        "nine o'clock misses a letter that nobody sent",
        ACT,
        "    if campaign is None:\n        rules.campaign_to_send",
        "    if False:\n        rules.campaign_to_send",
    ),
    Mutation("today is the letter's own", DUE, "now.astimezone(newsletter.zone).date()", "now.date()"),
    Mutation(
        "listmonk: finished is sent only if all left",
        LISTMONK,
        "return State.INCOMPLETE if (self.sent or 0) < (self.to_send or 0) else State.SENT",
        "return State.SENT",
    ),
    Mutation(
        "listmonk: what began without readers was not sent",
        LISTMONK,
        "                if not self.started_at and not self.sent:",
        "                if False:",
    ),
    Mutation(
        "listmonk: what was cancelled after it began may have reached some",
        LISTMONK,
        "return State.PAUSED if self.started_at or self.sent else State.CANCELLED",
        "return State.CANCELLED",
    ),
    Mutation(
        "listmonk: an hour that has come is no schedule",
        LISTMONK,
        "return State.SENDING if at and at <= now else State.SCHEDULED",
        "return State.SCHEDULED",
    ),
    Mutation(
        "listmonk: a state that nobody knows is no draft",
        LISTMONK,
        "            case _:\n                return State.PAUSED",
        "            case _:\n                return State.DRAFT",
    ),
    Mutation(
        "listmonk: what was started has not begun",
        LISTMONK,
        '            if found.status == "running":',
        "            if False:",
    ),
    Mutation(
        "listmonk: absence proves something only to who sees all",
        LISTMONK,
        "        self._must_see_all()\n        query",
        "        query",
    ),
    Mutation(
        "listmonk: the right to see all is asked for",
        LISTMONK,
        "return not set(_SEE_ALL).isdisjoint(self.user_role.permissions or ())",
        "return True",
    ),
    Mutation(
        "listmonk: every page of a list is read", LISTMONK, "if not page.results or seen >= page.total:", "if True:"
    ),
    Mutation(
        "listmonk: links that lead astray stop a test",
        LISTMONK,
        "        self._config().refuse_if_astray(self._url)\n",
        "",
    ),
    Mutation(
        "listmonk: links don't lead to the readers' own machine",
        LISTMONK,
        "return not is_here(theirs) and (theirs == ours or is_here(ours))",
        "return theirs == ours or is_here(ours)",
    ),
    Mutation("listmonk: links lead to no other host", LISTMONK, "(theirs == ours or is_here(ours))", "True"),
    Mutation(
        "listmonk: pictures are not on the readers' own machine",
        LISTMONK,
        "if is_here(_host_of(hosted[picture.name])) and not is_here(_host_of(self._url)):",
        "if False:",
    ),
    Mutation("listmonk: only a draft is started", LISTMONK, 'if found.status != "draft":', "if False:"),
    Mutation(
        "listmonk: the last answer is compared",
        LISTMONK,
        '        refuse_if_changed(campaign, content, found.name or "", _content(found))\n',
        "",
    ),
    Mutation(
        "listmonk: an hour that is still set is taken away",
        LISTMONK,
        "if self._draft(campaign, content).send_at:",
        "if not self._draft(campaign, content):",
    ),
    Mutation(
        "listmonk: a send is not repeated", LISTMONK, '{"status": "running"}, once=True)', '{"status": "running"})'
    ),
    Mutation(
        "listmonk: a schedule is not repeated",
        LISTMONK,
        '{"status": "scheduled"}, once=True)',
        '{"status": "scheduled"})',
    ),
    Mutation(
        "listmonk: who did not confirm is not counted",
        LISTMONK,
        '("confirmed",) if found.optin == "double" else ',
        "",
    ),
    Mutation("listmonk: a reviewer is searched for exactly", LISTMONK, 'f"^{re.escape(address)}$"', "address"),
    Mutation(
        "listmonk: a reviewer's name is no other's",
        LISTMONK,
        "if one.email.casefold() == address.casefold()",
        "if one",
    ),
    Mutation("listmonk: type is compared", LISTMONK, '"type": found.type,', '"type": "regular",'),
    Mutation(
        "listmonk: content_type is compared",
        LISTMONK,
        '"content_type": found.content_type,',
        '"content_type": "visual",',
    ),
    Mutation(
        "listmonk: template_id is compared", LISTMONK, '"template_id": found.template_id,', '"template_id": None,'
    ),
    Mutation("listmonk: messenger is compared", LISTMONK, '"messenger": found.messenger,', '"messenger": "email",'),
    Mutation(
        "listmonk: attachments are compared",
        LISTMONK,
        '"media": [one.id for one in found.media or ()],',
        '"media": [],',
    ),
    Mutation(
        "listmonk: headers are compared",
        LISTMONK,
        '"headers": [{name: value} for name, value in headers],',
        '"headers": [],',
    ),
    Mutation(
        "listmonk: other lists are compared",
        LISTMONK,
        'audience=", ".join(str(one.id) for one in found.lists or () if one.id),',
        'audience=next((str(one.id) for one in found.lists or () if one.id), ""),',
    ),
    Mutation(
        "Brevo: an hour that is not to come is no schedule",
        BREVO,
        "if state is State.SCHEDULED and not (at and at > now):",
        "if False:",
    ),
    Mutation(
        "Brevo: what is sent with a remainder is not sent",
        BREVO,
        "elif state in {State.SENT, State.ARCHIVED} and sent and remaining:",
        "elif False:",
    ),
    Mutation(
        "Brevo: what was stopped is judged by its counters", BREVO, "elif found.status in _STOPPED:", "elif False:"
    ),
    Mutation(
        "Brevo: what has readers counted was stopped half-way",
        BREVO,
        "    if sent:\n        return State.PAUSED",
        "    if False:\n        return State.PAUSED",
    ),
    Mutation(
        "Brevo: what has a day of sending may have reached some",
        BREVO,
        "if sent is None or found.sent_date:",
        "if sent is None:",
    ),
    Mutation(
        "Brevo: what it does not count may have reached some",
        BREVO,
        "if sent is None or found.sent_date:",
        "if found.sent_date:",
    ),
    Mutation("Brevo: a count that is late proves nothing", BREVO, "if now - touched > _SETTLES:", "if True:"),
    Mutation(
        "Brevo: a count that is forgotten proves nothing",
        BREVO,
        "if touched is None or now - touched > _FORGETS:",
        "if touched is None:",
    ),
    Mutation(
        "Brevo: a state that nobody knows is no draft",
        BREVO,
        '_STATES.get(found.status or "", State.PAUSED)',
        '_STATES.get(found.status or "", State.DRAFT)',
    ),
    Mutation(
        "Brevo: the last answer is compared",
        BREVO,
        '        refuse_if_changed(campaign, content, found.name or "", _content(found))\n',
        "        pass\n",
    ),
    Mutation(
        "Brevo: other lists, segments and exclusions are compared",
        BREVO,
        'if some and kind != "lists"]',
        "if not kind]",
    ),
    Mutation(
        "Brevo: fields that somebody filled are compared",
        BREVO,
        "{name: said[name] or wanted for name, wanted in _UNFILLED.items()}",
        "dict(_UNFILLED) if said else {}",
    ),
    Mutation("Brevo: header is compared", BREVO, '"header": self.header or "",', '"header": _HEADER,'),
    Mutation("Brevo: footer is compared", BREVO, '"footer": self.footer or "",', '"footer": _FOOTER,'),
    Mutation(
        "Brevo: attachmentFile is compared",
        BREVO,
        '"attachmentFile": self.attachment_file or "",',
        '"attachmentFile": "",',
    ),
    Mutation(
        "Brevo: mirrorActive is compared",
        BREVO,
        '"mirrorActive": self.mirror_active is None or self.mirror_active,',
        '"mirrorActive": True,',
    ),
    Mutation(
        "Brevo: inlineImageActivation is compared",
        BREVO,
        '"inlineImageActivation": bool(self.inline_image_activation),',
        '"inlineImageActivation": False,',
    ),
    Mutation(
        "Brevo: emailExpirationDate is compared",
        BREVO,
        '"emailExpirationDate": expires if isinstance(expires, dict) and expires.get("duration") else None,',
        '"emailExpirationDate": None,',
    ),
    Mutation(
        "Brevo: the marking of links is compared",
        BREVO,
        "said if said and _plain_letters(said).casefold() != marking.casefold() else marking",
        "marking",
    ),
    Mutation(
        "Brevo: an answer without a count is no empty list",
        BREVO,
        "    count: int\n    campaigns",
        "    count: int = 0\n    campaigns",
    ),
    Mutation(
        "Brevo: what may be leaving keeps its mark",
        BREVO,
        "and at and at > self._now() + _MARGIN and not",
        "and at and not",
    ),
    Mutation("Brevo: what reached somebody keeps its mark", BREVO, " and not found.counted[0]:", ":"),
    Mutation(
        "Brevo: a schedule that is half made needs a person",
        BREVO,
        "raise FateUnknown(mistake.message, mistake.remedy) from None",
        "raise",
    ),
    Mutation("Brevo: a send is not repeated", BREVO, '"/sendNow", once=True)', '"/sendNow")'),
    Mutation(
        "Mailchimp: an hour that is not to come is no schedule",
        MAILCHIMP,
        "case State.SCHEDULED if at is None or at <= self._now():",
        "case State.SCHEDULED if False:",
    ),
    Mutation(
        "Mailchimp: what has messages cancelled is not sent",
        MAILCHIMP,
        "case State.SENT if withheld:",
        "case State.SENT if False:",
    ),
    Mutation(
        "Mailchimp: what has fewer sent than readers is not sent",
        MAILCHIMP,
        "case State.SENT if is_fresh and (wanted - reached) * _JOINING > wanted:",
        "case State.SENT if False:",
    ),
    Mutation(
        "Mailchimp: later the audience may have others",
        MAILCHIMP,
        "case State.SENT if is_fresh and (wanted - reached)",
        "case State.SENT if (wanted - reached)",
    ),
    Mutation(
        "Mailchimp: what was cancelled reached nobody only if all of it was",
        MAILCHIMP,
        'if found.status == "canceled" and not reached and withheld >= wanted > 0:',
        'if found.status == "canceled":',
    ),
    Mutation(
        "Mailchimp: a state that nobody knows is no draft",
        MAILCHIMP,
        '_STATES.get(found.status or "", State.PAUSED)',
        '_STATES.get(found.status or "", State.DRAFT)',
    ),
    Mutation(
        "Mailchimp: a segment's count may be of all",
        MAILCHIMP,
        "wanted = 0 if _segment(recipients) else ",
        "wanted = ",
    ),
    Mutation("Mailchimp: its checklist is asked", MAILCHIMP, "if not checklist.is_ready:", "if False:"),
    Mutation("Mailchimp: only a draft is sent", MAILCHIMP, "if found.status != _DRAFT:", "if False:"),
    Mutation(
        "Mailchimp: the last answer is compared",
        MAILCHIMP,
        '        refuse_if_changed(campaign, content, _said(found, "title"), stored)\n',
        "",
    ),
    Mutation(
        "Mailchimp: a segment is compared",
        MAILCHIMP,
        '"/".join([str(recipients.get("list_id") or ""), *_segment(recipients)])',
        'str(recipients.get("list_id") or "")',
    ),
    Mutation(
        "Mailchimp: a segment that was not saved is compared",
        MAILCHIMP,
        'if named or said.get("conditions") else []',
        "if named else []",
    ),
    Mutation("Mailchimp: type is compared", MAILCHIMP, '"type": found.type,', '"type": "regular",'),
    Mutation(
        "Mailchimp: content_type is compared",
        MAILCHIMP,
        '"content_type": found.content_type if found.content_type in _FOREIGN else None,',
        '"content_type": None,',
    ),
    Mutation(
        "Mailchimp: authenticate is compared",
        MAILCHIMP,
        '"settings.authenticate": settings.get("authenticate") is not False,',
        '"settings.authenticate": True,',
    ),
    Mutation(
        "Mailchimp: what it was given is compared",
        MAILCHIMP,
        "settings.get(name) or None for name in (*_GIVEN, *_EMPTY_SETTINGS)}",
        "settings.get(name) or None for name in _EMPTY_SETTINGS}",
    ),
    Mutation(
        "Mailchimp: what nobody should fill is compared",
        MAILCHIMP,
        "for name in (*_GIVEN, *_EMPTY_SETTINGS)}",
        "for name in _GIVEN}",
    ),
    Mutation(
        "Mailchimp: what is counted is compared",
        MAILCHIMP,
        "bool(tracking.get(name)) for name in _COUNTED}",
        "False for name in _COUNTED}",
    ),
    Mutation(
        "Mailchimp: what changes links is compared",
        MAILCHIMP,
        "tracking.get(name) or None for name in _EMPTY_TRACKING}",
        "None for name in _EMPTY_TRACKING}",
    ),
    Mutation(
        "Mailchimp: what it counts unasked is refused",
        MAILCHIMP,
        '        if counted:\n            message = _("Mailchimp counts',
        '        if False:\n            message = _("Mailchimp counts',
    ),
    Mutation(
        "Mailchimp: what it may alter when it sends is no alarm",
        MAILCHIMP,
        '_ALTERED_AT_SENDING = ("html",)',
        "_ALTERED_AT_SENDING = ()",
    ),
    Mutation("Mailchimp: a send is not repeated", MAILCHIMP, '"/actions/send", once=True)', '"/actions/send")'),
    Mutation(
        "Mailchimp: a schedule is not repeated",
        MAILCHIMP,
        '"/actions/schedule", body, once=True)',
        '"/actions/schedule", body)',
    ),
    Mutation(
        "Mailjet: an hour that is not to come is no schedule",
        MAILJET,
        "waits = at is not None and at > self._now()",
        "waits = True",
    ),
    Mutation(
        "Mailjet: what was deleted after it was delivered left",
        MAILJET,
        "if draft.status == _DELETED and (at := hour(draft.delivered)) and at.year >= _FIRST_YEAR:",
        "if False:",
    ),
    Mutation("Mailjet: an hour that stands for none is none", MAILJET, " and at.year >= _FIRST_YEAR:", ":"),
    Mutation(
        "Mailjet: a state that nobody knows is no draft",
        MAILJET,
        "_STATES.get(draft.status, State.PAUSED)",
        "_STATES.get(draft.status, State.DRAFT)",
    ),
    Mutation("Mailjet: only a draft is sent", MAILJET, "if draft.status != _DRAFT:", "if False:"),
    Mutation(
        "Mailjet: the last answer is compared",
        MAILJET,
        '        refuse_if_changed(campaign, content, draft.title or "", stored)\n',
        "",
    ),
    Mutation(
        "Mailjet: a segment is compared", MAILJET, ' + (f", segment {draft.segment}" if draft.segment else "")', ""
    ),
    Mutation(
        "Mailjet: Locale is compared", MAILJET, '"Locale": draft.locale or None,', "\"Locale\": _LOCALES['fr'],"
    ),
    Mutation(
        "Mailjet: EditMode is compared", MAILJET, '"EditMode": draft.edit_mode or None,', '"EditMode": _EDIT_MODE,'
    ),
    Mutation(
        "Mailjet: IsTextPartIncluded is compared",
        MAILJET,
        '"IsTextPartIncluded": str(draft.has_text).casefold() == "true",',
        '"IsTextPartIncluded": True,',
    ),
    Mutation(
        "Mailjet: AXTesting is compared", MAILJET, '"AXTesting": draft.ax_testing or None,', '"AXTesting": None,'
    ),
    Mutation(
        "Mailjet: TemplateID is compared", MAILJET, '"TemplateID": draft.template or None,', '"TemplateID": None,'
    ),
    Mutation(
        "Mailjet: Headers is compared",
        MAILJET,
        '"Headers": _added_headers(draft, detail.headers),',
        '"Headers": None,',
    ),
    Mutation(
        "Mailjet: MJMLContent is compared", MAILJET, '"MJMLContent": detail.mjml or None,', '"MJMLContent": None,'
    ),
    Mutation(
        "Mailjet: an answer without data is no empty list",
        MAILJET,
        'data: list[_Row] = field(name="Data")\n    total',
        'data: list[_Row] = field(name="Data", default_factory=list)\n    total',
    ),
    Mutation(
        "Mailjet: every page of a list is read",
        MAILJET,
        "(len(page.data) < _PAGE and offset >= (page.total or 0))",
        "True",
    ),
    Mutation("Mailjet: a send is not repeated", MAILJET, '"/send", once=True)', '"/send")'),
    Mutation(
        "Mailjet: a schedule is not repeated",
        MAILJET,
        '"/schedule", {"Date": said}, once=True)',
        '"/schedule", {"Date": said})',
    ),
    Mutation("nothing leaves before its own site answers", OWN_SITE, "not settings.archive.required:", "True:"),
    Mutation("reviewers get no picture that is not there", OWN_SITE, "or service.hosts_files:", "or True:"),
    Mutation(
        "the page is of this very edition", ADDRESSES, 'digest = edition.digest if archived else ""', 'digest = ""'
    ),
    Mutation(
        "the archive has the pictures too",
        ADDRESSES,
        "files = published_files(edition) if archived or not hosted else ()",
        "files = published_files(edition) if not hosted else ()",
    ),
    Mutation(
        "a file is known by its bytes",
        ADDRESSES,
        "sha256=hashlib.sha256(file.content).hexdigest(),",
        'sha256="",',
    ),
    Mutation(
        "every address in the HTML is asked for", ADDRESSES, "(*_of_html(html), *_of_text(text))", "_of_text(text)"
    ),
    Mutation(
        "every address in the text is asked for", ADDRESSES, "(*_of_html(html), *_of_text(text))", "_of_html(html)"
    ),
    Mutation(
        "what only Outlook reads is asked for",
        ADDRESSES,
        "for root in readings(html):",
        "for root in readings(html)[:1]:",
    ),
    Mutation("other hosts are not ours", ADDRESSES, "if page.host in hosts:", "if True:"),
    Mutation(
        "our own site has to answer",
        ANSWERING,
        "if lacks:\n            raise NotOnline",
        "if False:\n            raise NotOnline",
    ),
    Mutation(
        "a picture has the letter's bytes",
        ANSWERING,
        "if hashlib.sha256(answer.body).hexdigest() != address.sha256:",
        "if False:",
    ),
    Mutation(
        "a picture has no more than the letter's bytes",
        ANSWERING,
        "want=address.size + 1 if address.sha256",
        "want=address.size if address.sha256",
    ),
    Mutation("a page of another version is none", ANSWERING, "if of == address.edition:", "if of:"),
    Mutation("readers' programs know what a file is", ANSWERING, "if kind.startswith(address.types):", "if True:"),
    Mutation(
        "what must be exact is asked for past the caches",
        ANSWERING,
        "if address.is_exact:\n        lack = yield from",
        "if False:\n        lack = yield from",
    ),
    Mutation(
        "what must be exact is asked for as readers ask",
        ANSWERING,
        '    lack = yield from _look(address, hosts, "")\n    if lack is None or',
        '    lack = None if address.is_exact else (yield from _look(address, hosts, ""))\n    if lack is None or',
    ),
    Mutation(
        "caches are told that they are passed", ANSWERING, '{"Cache-Control": "no-cache"} if fresh else {}', "{}"
    ),
    Mutation(
        "a file is at our own hosts",
        ANSWERING,
        "if exact and following.host not in hosts:",
        "if False:",
    ),
    Mutation(
        "nothing leads from https to http",
        ANSWERING,
        'if exact and page.scheme == "https" and following.scheme == "http":',
        "if False:",
    ),
    Mutation(
        "the letter's page is not behind a wall",
        ANSWERING,
        "answer.status in _TURNED_AWAY and not address.is_exact",
        "answer.status in _TURNED_AWAY",
    ),
    Mutation("an error is no page", ANSWERING, "if answer.status != OK and not turned_away:", "if False:"),
    Mutation(
        "a host that can't be reached has no page",
        ANSWERING,
        "    if answer.fault:\n        return Lack",
        "    if False:\n        return Lack",
    ),
)


# Each guard has a test of its own in one of these: what only the torture noticed would not be named.
_TESTS = tuple(f"tests/sending/{name}.py" for name in ("test_rules", "test_act", "test_due"))
_OF_OWN_SITE = {
    OWN_SITE: ("tests/archive/test_needed_online.py",),
    ADDRESSES: ("tests/archive/test_own_addresses.py",),
    ANSWERING: ("tests/archive/test_answering.py",),
}


def _tests_of(mutation: Mutation) -> tuple[str, ...]:
    """A service's own, where there are; or those of the letter's own site."""
    if mutation.file in _OF_OWN_SITE:
        return _OF_OWN_SITE[mutation.file]
    own = sorted((ROOT / "tests" / "services").glob(f"test_{mutation.path.stem}*.py"))
    return tuple(file.relative_to(ROOT).as_posix() for file in own) or _TESTS


SENDING = GuardTable(ROOT / "docs" / "sending.md", _MUTATIONS, _tests_of)
