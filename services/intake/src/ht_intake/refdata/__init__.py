"""Which area a postcode lies in, and how deprived the area is: tables that others publish."""

from ht_intake.refdata.deprivation import load_imd
from ht_intake.refdata.loading import Loaded, WrongFile
from ht_intake.refdata.postcodes import load_postcodes

__all__ = ["Loaded", "WrongFile", "load_imd", "load_postcodes"]
