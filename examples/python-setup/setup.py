from pathlib import Path

from setuptools import find_packages, setup

setup(
    name="greeter",
    version="1.0.0",
    description="Greets",
    long_description=Path(__file__).with_name("README.md").read_text(),
    python_requires=">=3.10",
    package_dir={"": "src"},
    packages=find_packages("src"),
    install_requires=["flask>=3,<4", "gunicorn>=23"],
)
