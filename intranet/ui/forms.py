from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """``{{ form }}`` and ``{{ field.as_field_group }}`` come out as our components."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
