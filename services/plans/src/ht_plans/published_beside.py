"""Translate stored facts beside plans into published ones: quitting, work, pathways, offers.

Circumstances, ratings, other people's measurements and words stay here. A client on the way
into work is told of to our own services alone: no partner hears of it.
"""

from ht_contracts import plans_beside as contract
from ht_contracts.envelope import Published
from ht_plans.domain import offer
from ht_plans.domain.pathway import events as of_pathways
from ht_plans.domain.quit import events as of_quit
from ht_plans.domain.work import events as of_work


def publish_of_offer(event: offer.Event) -> Published:
    """Tell what a programme offers beside plans from now on."""
    return contract.OfferChosen(
        quit_episodes=event.quit_episodes,
        employment=event.employment,
        domains=tuple(
            contract.DistanceDomain(code=each.code, lowest=each.lowest, highest=each.highest)
            for each in event.domains
        ),
        threshold=event.threshold,
        full_hours=event.full_hours,
        session_allowance=event.session_allowance,
        pathways=event.pathways,
        chosen_at=event.chosen_at,
    )


def publish_of_quit(event: of_quit.Event) -> Published:
    """Tell what the quarterly return counts of a quit episode."""
    match event:
        case of_quit.QuitEpisodeOpened():
            return contract.QuitEpisodeOpened(
                episode=event.episode,
                case=event.case,
                client=event.client,
                adviser=event.adviser,
                session=event.session,
                quit_on=event.quit_on,
                smoker=_smoker(event.smoker),
                treatment=_treatment(event.treatment),
                opened_at=event.opened_at,
            )
        case of_quit.QuitSessionHeld():
            return contract.QuitSessionHeld(
                episode=event.episode,
                case=event.case,
                client=event.client,
                session=event.session,
                held_on=event.held_on,
                co_ppm=event.co_ppm,
                aid=event.aid,
            )
        case of_quit.QuitOutcomeRecorded():
            return contract.QuitOutcomeRecorded(
                episode=event.episode,
                case=event.case,
                client=event.client,
                quit_on=event.quit_on,
                outcome=event.outcome,
                co=event.co,
                followed_up_on=event.followed_up_on,
                smoker=_smoker(event.smoker),
                treatment=_treatment(event.treatment),
                cut_down=event.cut_down,
                replaces=event.replaces,
                recorded_at=event.recorded_at,
            )


def _smoker(smoker: of_quit.Smoker) -> contract.Smoker:
    return contract.Smoker(
        age_band=smoker.age_band,
        gender=smoker.gender,
        ethnicity=smoker.ethnicity,
        socio_economic_class=smoker.socio_economic_class,
        pregnant=smoker.pregnant,
        free_prescription=smoker.free_prescription,
    )


def _treatment(treatment: of_quit.Treatment) -> contract.Treatment:
    return contract.Treatment(
        setting=treatment.setting, session_type=treatment.session_type, aid=treatment.aid
    )


def publish_of_work(  # noqa: PLR0911 - one arm for each event
    event: of_work.Event,
) -> Published:
    """Tell how far somebody came on the way into work, in rungs and counts."""
    match event:
        case of_work.EmploymentPathwayBegun():
            return contract.EmploymentPathwayBegun(
                pathway=event.pathway,
                case=event.case,
                client=event.client,
                referred_by=event.referred_by,
                begun_on=event.begun_on,
            )
        case of_work.EmploymentStatusRecorded():
            return contract.EmploymentStatusRecorded(
                pathway=event.pathway,
                case=event.case,
                client=event.client,
                at=event.at,
                status=event.status,
                rung=event.rung,
                recorded_on=event.recorded_on,
            )
        case of_work.DistanceRead():
            return contract.DistanceRead(
                pathway=event.pathway,
                case=event.case,
                client=event.client,
                baseline=event.baseline,
                rated=event.rated,
                moved_forward=event.moved_forward,
                regressed=event.regressed,
                headroom_pct=event.headroom_pct,
                read_on=event.read_on,
            )
        case of_work.EmploymentProgressed():
            return contract.EmploymentProgressed(
                pathway=event.pathway,
                case=event.case,
                client=event.client,
                progress=event.progress,
                kind=event.kind,
                rung=event.rung,
                taken_up_on=event.taken_up_on,
            )
        case of_work.SustainedWorkFellDue():
            return contract.SustainedWorkFellDue(
                pathway=event.pathway,
                case=event.case,
                client=event.client,
                progress=event.progress,
                weeks=event.weeks,
                due_on=event.due_on,
            )
        case of_work.SustainedWorkChecked():
            return contract.SustainedWorkChecked(
                pathway=event.pathway,
                case=event.case,
                client=event.client,
                progress=event.progress,
                weeks=event.weeks,
                result=event.result,
                checked_on=event.checked_on,
            )
        case of_work.EmploymentPathwayClosed():
            return contract.EmploymentPathwayClosed(
                pathway=event.pathway,
                case=event.case,
                client=event.client,
                reason=event.reason,
                furthest_rung=event.furthest_rung,
                rung_at_close=event.rung_at_close,
                closed_on=event.closed_on,
            )


def publish_of_pathways(  # noqa: PLR0911 - one arm for each event
    event: of_pathways.Event,
) -> Published:
    """Tell which pathways a case is on, and what came of that."""
    match event:
        case of_pathways.PathwayTaken():
            return contract.PathwayTaken(
                case=event.case,
                client=event.client,
                pathway=event.pathway,
                age_group=event.age_group,
                hard_date=event.hard_date,
                taken_at=event.taken_at,
            )
        case of_pathways.HardDateMoved():
            return contract.HardDateMoved(
                case=event.case,
                client=event.client,
                pathway=event.pathway,
                hard_date=event.hard_date,
                moved_at=event.moved_at,
            )
        case of_pathways.PathwayLeft():
            return contract.PathwayLeft(
                case=event.case,
                client=event.client,
                pathway=event.pathway,
                left_at=event.left_at,
            )
        case of_pathways.ChildConsentRecorded():
            return contract.ChildConsentRecorded(
                case=event.case,
                client=event.client,
                basis=event.basis,
                recorded_at=event.recorded_at,
            )
        case of_pathways.ScreeningReceived():
            return contract.ScreeningReceived(
                case=event.case,
                client=event.client,
                screening=event.screening,
                source=event.source,
                taken_on=event.taken_on,
                urgent=event.urgent,
                received_at=event.received_at,
            )
        case of_pathways.SelfAssessmentCompleted():
            return contract.SelfAssessmentCompleted(
                case=event.case,
                client=event.client,
                tool=event.tool,
                chosen=event.chosen,
                completed_on=event.completed_on,
            )
        case of_pathways.Escalated():
            return contract.Escalated(
                case=event.case,
                client=event.client,
                escalation=event.escalation,
                to=event.to,
                because=event.because,
                told_at=event.told_at,
            )
        case of_pathways.HouseholdJoined():
            return contract.HouseholdJoined(
                case=event.case, client=event.client, household=event.household
            )
        case of_pathways.CampaignTagged():
            return contract.CampaignTagged(
                case=event.case, client=event.client, campaign=event.campaign
            )
