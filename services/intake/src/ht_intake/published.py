"""What intake tells of each of its events: codes, ids and dates, never who somebody is."""

from ht_contracts import intake as told
from ht_contracts.envelope import Published
from ht_intake.domain import (
    importing,
    lawful_basis,
    organisation,
    pair,
    programme,
    suggesting,
    taking_in,
)
from ht_intake.domain.client import events as client
from ht_intake.domain.client import protecting, risks, said
from ht_intake.domain.contract import contract
from ht_intake.domain.contract.terms import Terms
from ht_intake.domain.outreach import advice, outreach
from ht_intake.domain.worker import background, leaving, lending, membership, worker
from ht_kit.erasing import ClientDataErased


def publish_organisation(event: organisation.Event) -> Published:
    """Tell what happened to an organisation."""
    return told.OrganisationRegistered(organisation=event.organisation, kind=event.kind)


def publish_programme(event: programme.Event) -> Published:
    """Tell what happened to a programme."""
    return told.ProgrammeRegistered(
        programme=event.programme,
        area=event.area,
        region=event.region,
        maintenance_months=event.maintenance_months,
        caseload_cap=event.caseload_cap,
    )


def publish_taking_in(event: taking_in.Event) -> Published:
    """Tell by which numbers a programme takes people in."""
    return told.TakingInChosen(
        programme=event.programme,
        first_contact_days=event.first_contact_days,
        attempts=event.attempts,
        attempts_over_days=event.attempts_over_days,
        draft_days=event.draft_days,
        self_referrals=event.self_referrals,
        chosen_at=event.chosen_at,
    )


def publish_lawful_basis(event: lawful_basis.Event) -> Published:
    """Tell what a purpose rests on."""
    return told.LawfulBasisRegistered(
        purpose=event.purpose,
        article_6=event.basis.article_6,
        article_9=event.basis.article_9,
        condition=event.basis.condition,
        asks_consent=event.basis.asks_consent,
        special_category=event.special_category,
        from_on=event.from_on,
    )


def publish_contract(event: contract.Event) -> Published:
    """Tell what a programme is paid for, and until when."""
    match event:
        case contract.ContractAgreed():
            return told.ContractAgreed(
                contract=event.contract, programme=event.programme, terms=_terms(event.terms)
            )
        case contract.ContractAmended():
            return told.ContractAmended(
                contract=event.contract, programme=event.programme, terms=_terms(event.terms)
            )
        case contract.ContractEnded():
            return told.ContractEnded(
                contract=event.contract, programme=event.programme, ended_on=event.ended_on
            )


def _terms(terms: Terms) -> told.ContractTerms:
    return told.ContractTerms.model_validate(terms, from_attributes=True)


def publish_worker(  # noqa: C901, PLR0911 - one per event
    event: worker.Event,
) -> Published:
    """Tell what happened to a worker. Their name, sign-in, postcode and ward stay here."""
    match event:
        case worker.WorkerRegistered():
            return told.WorkerRegistered(worker=event.worker, employer=event.employer)
        case worker.WorkerAccredited():
            return told.WorkerAccredited(
                worker=event.worker,
                accreditation=event.accreditation,
                on=event.on,
                expires_on=event.expires_on,
            )
        case background.WorkerBackgroundRecorded():
            return told.WorkerBackgroundRecorded(
                worker=event.worker,
                local_authority=event.local_authority,
                quintile=event.quintile,
                decile=event.decile,
                deprivation_edition=event.deprivation_edition,
                unresolved=event.unresolved,
                recruited_locally=event.recruited_locally,
                employment_before=event.employment_before,
                route=event.route,
                recorded_at=event.recorded_at,
            )
        case background.WorkerEngaged():
            return told.WorkerEngaged(
                worker=event.worker,
                from_on=event.from_on,
                wte=event.wte,
                paid=event.paid,
                band=event.band,
                staff_group=event.staff_group,
            )
        case background.WorkerInducted():
            return told.WorkerInducted(
                worker=event.worker, began_on=event.began_on, completed_on=event.completed_on
            )
        case lending.WorkerLent():
            return told.WorkerLent(
                worker=event.worker,
                lending=event.lending,
                kind=event.kind,
                host=event.host,
                from_on=event.from_on,
                to_on=event.to_on,
            )
        case lending.LendingEnded():
            return told.LendingEnded(
                worker=event.worker,
                lending=event.lending,
                host=event.host,
                ended_on=event.ended_on,
            )
        case leaving.WorkerProgressed():
            return told.WorkerProgressed(worker=event.worker, step=event.step, on=event.on)
        case leaving.WorkerLeft():
            return told.WorkerLeft(
                worker=event.worker, left_on=event.left_on, destination=event.destination
            )
        case leaving.WorkerReturned():
            return told.WorkerReturned(worker=event.worker, returned_on=event.returned_on)


def publish_membership(event: membership.Event) -> Published:
    """Tell who acts in which programme."""
    match event:
        case membership.ProgrammeJoined():
            return told.ProgrammeJoined(
                worker=event.worker, programme=event.programme, roles=event.roles
            )
        case membership.ProgrammeLeft():
            return told.ProgrammeLeft(worker=event.worker, programme=event.programme)


def publish_client(  # noqa: C901, PLR0911, PLR0912 - one per event
    event: client.Event,
) -> Published | None:
    """Tell what happened to a client, by id. Postcode and LSOA stay here with the rest."""
    match event:
        case client.ClientRegistered():
            return told.ClientRegistered(
                client=event.client,
                registered_at=event.registered_at,
                age_band=event.age_band,
                gender=event.gender,
                ethnicity=event.ethnicity,
                gp_status=event.gp_status,
                employment=event.employment,
                quintile=event.quintile,
                decile=event.decile,
                deprivation_edition=event.deprivation_edition,
                ward=event.ward,
                local_authority=event.local_authority,
                unresolved=event.unresolved,
            )
        case client.GpStatusRecorded():
            return told.GpStatusRecorded(
                client=event.client, gp_status=event.status, recorded_at=event.recorded_at
            )
        case client.EmploymentRecorded():
            return told.EmploymentRecorded(
                client=event.client,
                employment=event.employment,
                recorded_at=event.recorded_at,
            )
        case client.TakingPartAgreed():
            return told.TakingPartAgreed(
                client=event.client, agreed_at=event.agreed_at, how=event.how
            )
        case client.TakingPartWithdrawn():
            return told.TakingPartWithdrawn(
                client=event.client, withdrawn_at=event.withdrawn_at
            )
        case client.ConsentGiven():
            return told.ConsentGiven(
                client=event.client,
                consent=event.consent,
                recipient=event.recipient,
                purpose=event.purpose,
                data_class=event.data_class,
                given_at=event.given_at,
                expires_at=event.expires_at,
                review_on=event.review_on,
            )
        case client.ConsentRefused():
            return told.ConsentRefused(
                client=event.client,
                recipient=event.recipient,
                purpose=event.purpose,
                data_class=event.data_class,
                refused_at=event.refused_at,
            )
        case client.ConsentWithdrawn():
            return told.ConsentWithdrawn(
                client=event.client, consent=event.consent, withdrawn_at=event.withdrawn_at
            )
        case client.ClientErased():
            return told.ClientErased(client=event.client, erased_at=event.erased_at)
        case client.ClientImported():
            return told.ClientImported(
                client=event.client,
                of_import=event.of_import,
                referral=event.referral,
                source=event.source,
                referred_at=event.referred_at,
            )
        case client.ClientImportUndone():
            return told.ClientImportUndone(
                client=event.client, of_import=event.of_import, undone_at=event.undone_at
            )
        case protecting.ConflictDeclared():
            return told.ConflictDeclared(
                client=event.client, worker=event.worker, declared_at=event.declared_at
            )
        case protecting.ClientRestricted() | protecting.RestrictionLifted():
            return None  # that somebody has to be hidden tells of the danger they are in
        case risks.TeamNamed() | risks.RiskRaised() | risks.RiskLowered():
            return None  # so does what there is to beware of, and who has to know
        case protecting.DeathRecorded():
            return told.DeathRecorded(client=event.client, recorded_at=event.recorded_at)
        case protecting.DeathReversed():
            return told.DeathReversed(client=event.client, reversed_at=event.reversed_at)
        case said.ClientDetailsAmended():
            return _amended(event)
        case said.AnswersRecorded():
            return told.AnswersRecorded(
                client=event.client, answers=event.answers, recorded_at=event.recorded_at
            )
        case said.AccessNeedsRecorded():
            return told.AccessNeedsRecorded(
                client=event.client,
                communication_support=event.communication_support,
                information_formats=event.information_formats,
                communication_professionals=event.communication_professionals,
                interpreter_needed=event.interpreter_needed,
                review_on=event.review_on,
                recorded_at=event.recorded_at,
            )
        case said.ContactRulesRecorded():
            # That somebody cannot be rung at home tells of the home: whoever sends asks here.
            return None


def _amended(event: said.ClientDetailsAmended) -> Published:
    return told.ClientDetailsAmended(
        client=event.client,
        changed=event.changed,
        because=event.because,
        amended_at=event.amended_at,
        age_band=event.age_band,
        gender=event.gender,
        ethnicity=event.ethnicity,
        quintile=event.quintile,
        decile=event.decile,
        deprivation_edition=event.deprivation_edition,
        ward=event.ward,
        local_authority=event.local_authority,
        unresolved=event.unresolved,
    )


def publish_outreach(event: outreach.Event) -> Published:
    """Tell how many were met, where and about what. Nobody among them is known."""
    match event:
        case outreach.OutreachRecorded():
            return told.OutreachRecorded(
                outreach=event.outreach,
                worker=event.worker,
                kind=event.kind,
                held_on=event.held_on,
                place=event.place,
                setting=event.setting,
                topics=event.topics,
                heads=event.heads,
                minutes=event.minutes,
                materials=event.materials,
                signposted=event.signposted,
                campaign=event.campaign,
            )
        case outreach.OutreachTakenBack():
            return told.OutreachTakenBack(
                outreach=event.outreach,
                because=event.because,
                taken_back_at=event.taken_back_at,
            )


def publish_advice(event: advice.Event) -> Published:
    """Tell about what advice was given and what came of it."""
    match event:
        case advice.BriefAdviceGiven():
            return told.BriefAdviceGiven(
                advice=event.advice,
                worker=event.worker,
                client=event.client,
                outreach=event.outreach,
                topic=event.topic,
                minutes=event.minutes,
                outcome=event.outcome,
                given_at=event.given_at,
            )
        case advice.BriefAdviceTakenBack():
            return told.BriefAdviceTakenBack(
                advice=event.advice,
                client=event.client,
                because=event.because,
                taken_back_at=event.taken_back_at,
            )


def publish_import(event: importing.Event) -> Published:
    """Tell how far an import has come. What it is known again by stays here."""
    match event:
        case importing.ImportBegun():
            return told.ImportBegun(
                of_import=event.of_import,
                system=event.system,
                rows=event.rows,
                begun_at=event.begun_at,
            )
        case importing.ImportFinished():
            return told.ImportFinished(
                of_import=event.of_import,
                classes=dict(event.classes),
                held=dict(event.held),
                finished_at=event.finished_at,
            )
        case importing.ImportUndone():
            return told.ImportUndone(of_import=event.of_import, undone_at=event.undone_at)


def publish_erasure(event: ClientDataErased) -> Published:
    """Tell that intake can read nothing personal of a client any more."""
    return told.ClientDataErased(client=event.client, erased_at=event.erased_at)


def publish_pair(event: pair.Event) -> Published | None:
    """Tell which clients count as one person. What was merely looked at stays here."""
    match event:
        case pair.ClientMerged():
            return told.ClientMerged(
                client=event.client, into=event.into, merged_at=event.merged_at
            )
        case pair.ClientUnmerged():
            return told.ClientUnmerged(
                client=event.client, into=event.into, unmerged_at=event.unmerged_at
            )
        case pair.NotSamePersonRecorded():
            return None  # that two people were thought to be alike is nobody else's matter
        case suggesting.SamePersonSuggested():
            return None  # nor that a person is asked to look at the two
        case pair.FactSettled():
            return None  # where the fact is another's it is recorded anew, and told then
