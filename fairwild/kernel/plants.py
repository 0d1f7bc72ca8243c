"""Which part of a plant, and in which form it is handled."""

from enum import StrEnum


class PlantPart(StrEnum):
    """The part that is harvested."""

    ROOT = "root"
    RHIZOME = "rhizome"
    BARK = "bark"
    LEAF = "leaf"
    FLOWER = "flower"
    FRUIT = "fruit"
    SEED = "seed"
    HERB = "herb"
    WHOLE_PLANT = "whole-plant"
    RESIN = "resin"


class Form(StrEnum):
    """What the material looks like now."""

    RAW = "raw"
    DRIED = "dried"
    CUT = "cut"
    POWDER = "powder"
    OIL = "oil"
    EXTRACT = "extract"
    PACKED = "packed"
    BY_PRODUCT = "by-product"
    SAMPLE = "sample"
    FINISHED_PRODUCT = "finished-product"
