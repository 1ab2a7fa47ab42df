"""Factories of captions and annotation documents."""

# ruff: noqa: E501 - the document is written as ELAN writes it
from __future__ import annotations

EAF = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="Lò Thị Mẫu" DATE="2024-03-01T08:00:00+07:00" FORMAT="3.0" VERSION="3.0"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">
    <LICENSE LICENSE_URL="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</LICENSE>
    <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">
        <MEDIA_DESCRIPTOR MEDIA_URL="file:///D:/xoe-1.mp4" MIME_TYPE="video/mp4" RELATIVE_MEDIA_URL="./xoe-1.mp4"/>
        <PROPERTY NAME="URN">urn:nl-mpi-tools-elan-eaf:1</PROPERTY>
        <PROPERTY NAME="lastUsedAnnotationId">6</PROPERTY>
    </HEADER>
    <TIME_ORDER>
        <TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="0"/>
        <TIME_SLOT TIME_SLOT_ID="ts2"/>
        <TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="4000"/>
        <TIME_SLOT TIME_SLOT_ID="ts4" TIME_VALUE="5125"/>
    </TIME_ORDER>
    <!-- lời ca -->
    <TIER LANG_REF="blt" LINGUISTIC_TYPE_REF="lời" PARTICIPANT="Lò Văn Mẫu" ANNOTATOR="LTM" TIER_ID="loi@LVM">
        <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
            <ANNOTATION_VALUE>ꪵꪠ ꪶꪣ</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
        <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts3">
            <ANNOTATION_VALUE>ꪢꪱ &lt;cười&gt;</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
    </TIER>
    <TIER DEFAULT_LOCALE="vi" LINGUISTIC_TYPE_REF="dịch" PARENT_REF="loi@LVM" TIER_ID="dịch">
        <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a1">
            <ANNOTATION_VALUE>mời nhau</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
        <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a4" ANNOTATION_REF="a2">
            <ANNOTATION_VALUE></ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
        <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a5" ANNOTATION_REF="a2" PREVIOUS_ANNOTATION="a4">
            <ANNOTATION_VALUE>vào vòng</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
    </TIER>
    <TIER LINGUISTIC_TYPE_REF="động tác" TIER_ID="động tác">
        <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a6" CVE_REF="cve1" TIME_SLOT_REF1="ts3" TIME_SLOT_REF2="ts4">
            <ANNOTATION_VALUE>nâng khăn</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
    </TIER>
    <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="lời" TIME_ALIGNABLE="true"/>
    <LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Subdivision" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="dịch" TIME_ALIGNABLE="false"/>
    <LINGUISTIC_TYPE CONTROLLED_VOCABULARY_REF="cv" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="động tác" TIME_ALIGNABLE="true"/>
    <LOCALE COUNTRY_CODE="VN" LANGUAGE_CODE="vi"/>
    <LANGUAGE LANG_DEF="http://cdb.iso.org/lg/CDB-00138472-001" LANG_ID="blt" LANG_LABEL="Tai Dam (blt)"/>
    <CONSTRAINT DESCRIPTION="Symbolic subdivision of a parent annotation." STEREOTYPE="Symbolic_Subdivision"/>
    <CONTROLLED_VOCABULARY CV_ID="cv">
        <DESCRIPTION LANG_REF="blt">động tác</DESCRIPTION>
        <CV_ENTRY_ML CVE_ID="cve1"><CVE_VALUE DESCRIPTION="" LANG_REF="blt">nâng khăn</CVE_VALUE></CV_ENTRY_ML>
    </CONTROLLED_VOCABULARY>
</ANNOTATION_DOCUMENT>
"""


def an_eaf() -> bytes:
    """Return an ELAN file with alignable, reference and subdivided annotations."""
    return EAF.encode()
