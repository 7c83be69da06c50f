"""People, posts and units (岗位): roster, hand-over, deputies, leave, invitations."""
