"""What can be asked: fields, conditions, rules, prices and endpoints as frozen values.

One declaration feeds the form, the validator, the price, the plan of a sweep and the documentation. Nothing here
sends, draws or waits.
"""
