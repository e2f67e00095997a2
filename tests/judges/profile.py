"""Whether bags keep to a BagIt Profile, as bagit_profile (the reference of the profiles) judges.

Usage: profile.py PROFILE.json BAG...  Prints each fault with its bag; ends with 1 when there is any.
"""
import fnmatch
import json
import os
import sys

import bagit
import bagit_profile

with open(sys.argv[1], encoding="utf-8") as file:
    text = json.load(file)
identifier = text["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]
bad = 0
for path in sys.argv[2:]:
    judge = bagit_profile.Profile(identifier, profile=json.loads(json.dumps(text)))
    bag = bagit.Bag(path)
    faults = [] if judge.validate(bag) else list(judge.report.errors)
    if not judge.validate_serialization(path):
        faults.append("serialization")
    # The judge knows the keys of 1.3; these are of 1.4.
    payload = [os.path.relpath(os.path.join(at, name), path).replace(os.sep, "/") for at, _, names in os.walk(os.path.join(path, "data")) for name in names]
    for wanted in text.get("Payload-Files-Required", []):
        if not fnmatch.filter(payload, wanted):
            faults.append(f"{wanted} is required and missing")
    if not payload and not text.get("Data-Empty", True):
        faults.append("the payload is empty")
    for words in faults:
        bad += 1
        print(f"{path}: {words}")
sys.exit(1 if bad or len(sys.argv) < 3 else 0)
