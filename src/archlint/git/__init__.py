"""What git keeps: commits, and the trees and files in them. Nothing here writes, and no working tree is looked at."""

from archlint.git.asking import GitError
from archlint.git.repository import Comparison, Repository, repository
from archlint.git.tree import Tree

__all__ = ["Comparison", "GitError", "Repository", "Tree", "repository"]
