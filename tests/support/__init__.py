"""What tests of every room share: real servers, databases, builders."""
