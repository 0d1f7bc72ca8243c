"""Everything that can be done or seen, as `<thing>:<verb>`."""

from enum import StrEnum


class Action(StrEnum):
    """One deed or one view that the policy table rules on."""

    # organisations and people
    SEE_ORGANISATION = "organisation:see"
    REGISTER_ORGANISATION = "organisation:register"
    EDIT_ORGANISATION = "organisation:edit"
    APPROVE_BODY = "body:approve"
    SEE_PEOPLE = "people:see"
    INVITE_PERSON = "person:invite"
    END_MEMBERSHIP = "membership:end"
    USE_OWN_ACCOUNT = "account:use"
    # species and areas
    SEE_SPECIES = "species:see"
    REGISTER_SPECIES = "species:register"
    SEE_AREA = "area:see"
    REGISTER_AREA = "area:register"
    EDIT_AREA = "area:edit"
    CHOOSE_TARGET_SPECIES = "target-species:choose"
    SET_MAXIMUM_QUANTITY = "maximum-quantity:set"
    # harvesters
    SEE_HARVESTER = "harvester:see"
    REGISTER_HARVESTER = "harvester:register"
    EDIT_HARVESTER = "harvester:edit"
    IMPORT_HARVESTERS = "harvester:import"
    # lots
    SEE_LOT = "lot:see"
    TRACE_LOT = "lot:trace"
    SEE_RECEIPT = "receipt:see"
    RECORD_RECEIPT = "receipt:record"
    CLOSE_LOT = "lot:close"
    PROCESS_LOT = "lot:process"
    PACK_LOT = "lot:pack"
    SPLIT_LOT = "lot:split"
    MERGE_LOTS = "lot:merge"
    # trade
    SEE_CONSIGNMENT = "consignment:see"
    SHIP_LOT = "lot:ship"
    ANSWER_CONSIGNMENT = "consignment:answer"
    # labels
    SEE_LABELS = "label:see"
    PRINT_LABELS = "label:print"
    # audits
    SEE_AUDIT = "audit:see"
    PLAN_AUDIT = "audit:plan"
    SCORE_AUDIT = "audit:score"
    RAISE_NONCONFORMITY = "nonconformity:raise"
    ANSWER_NONCONFORMITY = "nonconformity:answer"
    CLOSE_NONCONFORMITY = "nonconformity:close"
    FINISH_AUDIT = "audit:finish"
    EVALUATE_AUDIT = "audit:evaluate"
    DECIDE_AUDIT = "audit:decide"
    # certificates
    SEE_CERTIFICATE = "certificate:see"
    CHANGE_CERTIFICATE_STATUS = "certificate:change-status"
    SUPERSEDE_CERTIFICATE = "certificate:supersede"
    # the ledger
    SEE_LEDGER = "ledger:see"
