module weir/pion
