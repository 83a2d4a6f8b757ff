"""The domain of the library of medical-security plans: data in, facts out; knows neither the engine nor Jinja."""
