"""`python deploy/check`: built as the buildpack builds, served as Heroku serves, looked at, ended, counted."""
