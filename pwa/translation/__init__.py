"""Gettext catalogs: read losslessly, extracted, brought up to date, checked."""
